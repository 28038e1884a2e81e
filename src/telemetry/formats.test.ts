import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csvHeader } from './csv.ts';
import { formatJsonEvent } from './json-format.ts';
import {
  AGENT_LOG,
  CONNECTIVITY_LOG,
  formatAgentAction,
  formatConnectivityLine,
  formatQueueRow,
  QUEUE_LOG,
} from './other-formats.ts';
import { formatProtocolLine, RECEIVE_PROTOCOL_LOG, SEND_PROTOCOL_LOG } from './protocol-format.ts';
import { AT, NETWORK_MESSAGE_ID, protocolLine, received, sent } from './testing/sample-events.ts';
import { formatTrackingEvent, TRACKING_LOG } from './tracking-format.ts';

const LOG_ID = '11111111-2222-4333-8444-555555555555';

/** Columns of one line, as a CSV reader sees them. */
function parseCsv(line: string): string[] {
  const fields: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  return fields;
}

describe('message tracking log', () => {
  it('mail-flow.md §6: begins with the five header lines, the fields in order', () => {
    assert.equal(
      csvHeader(TRACKING_LOG, AT),
      '#Software: Microsoft Exchange Server\r\n' +
        '#Version: 15.01.0000.000\r\n' +
        '#Log-type: Message Tracking Log\r\n' +
        '#Date: 2026-03-02T09:14:07.123Z\r\n' +
        '#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,' +
        'event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,' +
        'recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,' +
        'directionality,tenant-id,original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,' +
        'schema-version\r\n',
    );
  });
  it('a receipt, exactly', () => {
    assert.equal(
      formatTrackingEvent(received(), () => LOG_ID),
      '2026-03-02T09:14:07.123Z,192.168.5.10,printer.contoso.com,10.1.1.1,ex1.contoso.com,' +
        '08DE0A1B2C3D4E5F;2026-03-02T09:14:07.123Z;0,EX1\\Anonymous Relay,SMTP,RECEIVE,42,' +
        `<scan.1@printer.contoso.com>,${NETWORK_MESSAGE_ID},kate@fabrikam.com;joe@fabrikam.com,To;Bcc,2048,2,,,` +
        '"Scan, ""page 1""",printer@contoso.com,printer@contoso.com,,Incoming,,192.168.5.10,10.1.1.1,' +
        `S:AuthAs=Anonymous,Email,${LOG_ID},15.01.0000.000`,
    );
  });
  it('a delivery to the next hop, exactly', () => {
    assert.equal(
      formatTrackingEvent(sent({ messageSubject: '' }), () => LOG_ID),
      '2026-03-02T09:14:09.623Z,192.168.5.10,printer.contoso.com,203.0.113.5,mx.fabrikam.com,' +
        '08DE0A1B2C3D4E60;250 2.0.0 OK;ClientSubmitTime:,To Internet,SMTP,SEND,42,' +
        `<scan.1@printer.contoso.com>,${NETWORK_MESSAGE_ID},kate@fabrikam.com,250 2.0.0 OK,2048,1,,,,` +
        'printer@contoso.com,printer@contoso.com,2026-03-02T09:14:07.123Z,Incoming,,192.168.5.10,,' +
        `S:AuthAs=Anonymous,Email,${LOG_ID},15.01.0000.000`,
    );
  });
  it('F23: a CSV reader finds 30 columns whatever a client wrote', () => {
    const subjects = ['', 'a,b', '"', 'x\r\n2026-01-01,forged', '\u0000\u0007', '日本語, "引用"', ',,,"",'];
    for (const messageSubject of subjects) {
      const line = formatTrackingEvent(received({ messageSubject, clientHostname: messageSubject }));
      assert.ok(!/[\r\n]/.test(line), JSON.stringify(messageSubject));
      assert.equal(parseCsv(line).length, 30, JSON.stringify(messageSubject));
    }
  });
  it('the direction that is not known is Undefined', () => {
    assert.equal(parseCsv(formatTrackingEvent(received({ directionality: '' })))[22], 'Undefined');
  });
});

describe('protocol log', () => {
  it('mail-flow.md §6.7: log types and fields', () => {
    assert.match(csvHeader(RECEIVE_PROTOCOL_LOG, AT), /^#Log-type: SMTP Receive Protocol Log\r$/m);
    assert.match(csvHeader(SEND_PROTOCOL_LOG, AT), /^#Log-type: SMTP Send Protocol Log\r$/m);
    assert.match(
      csvHeader(SEND_PROTOCOL_LOG, AT),
      /#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n$/,
    );
  });
  it('quotes fields that hold a comma or a quote, doubling quotes', () => {
    assert.equal(
      formatProtocolLine(protocolLine()),
      '2026-03-02T09:14:07.123Z,EX1\\Anonymous Relay,08DE0A1B2C3D4E5F,3,10.1.1.1:25,192.168.5.10:4711,<,"EHLO ""a"", b",',
    );
  });
  it('a client cannot write lines of its own', () => {
    assert.ok(!/[\r\n]/.test(formatProtocolLine(protocolLine({ data: 'X\r\n2026,forged' }))));
  });
});

describe('connectivity, agent and queue log', () => {
  it('mail-flow.md §6.8: a step of an outbound connection', () => {
    assert.match(csvHeader(CONNECTIVITY_LOG, AT), /^#Log-type: Transport Connectivity Log\r$/m);
    const line = formatConnectivityLine({
      kind: 'connectivity',
      at: AT,
      connectorId: 'To Internet',
      sessionId: '08DE0A1B2C3D4E60',
      source: 'SMTP',
      destination: 'fabrikam.com',
      direction: '>',
      description: 'DNS server returned 2 host(s): a.fabrikam.com, b.fabrikam.com',
    });
    assert.equal(
      line,
      '2026-03-02T09:14:07.123Z,08DE0A1B2C3D4E60,SMTP,fabrikam.com,>,"DNS server returned 2 host(s): a.fabrikam.com, b.fabrikam.com"',
    );
  });
  it('mail-flow.md §6.9: one recipient a line', () => {
    assert.equal(AGENT_LOG.fields.length, 16);
    const text = formatAgentAction({
      kind: 'agent',
      at: AT,
      sessionId: '08DE0A1B2C3D4E5F',
      connectorId: 'EX1\\Default Frontend EX1',
      localEndpoint: '10.1.1.1:25',
      remoteEndpoint: '203.0.113.9:5511',
      enteredOrgFromIp: '203.0.113.9',
      messageId: '',
      p1FromAddress: 'spam@example.net',
      p2FromAddresses: [],
      recipients: ['a@contoso.com', 'b@contoso.com'],
      agent: 'Sender Filter Agent',
      event: 'OnEndOfHeaders',
      action: 'RejectMessage',
      smtpResponse: '554 5.1.0 Sender denied',
      reason: 'Sender Filter Agent',
      reasonData: 'the sender is blocked',
    });
    const head =
      '2026-03-02T09:14:07.123Z,08DE0A1B2C3D4E5F,10.1.1.1:25,203.0.113.9:5511,203.0.113.9,,spam@example.net,';
    const tail =
      '2,Sender Filter Agent,OnEndOfHeaders,RejectMessage,554 5.1.0 Sender denied,Sender Filter Agent,the sender is blocked';
    assert.deepEqual(text.split('\r\n'), [`${head},a@contoso.com,${tail}`, `${head},b@contoso.com,${tail}`]);
  });
  it('mail-flow.md §6.10: a queue at one moment', () => {
    const line = formatQueueRow({
      at: AT,
      server: 'EX1',
      queue: {
        number: 3,
        key: { deliveryType: 'DnsConnectorDelivery', nextHopDomain: 'fabrikam.com', nextHopConnector: 'c1' },
        name: 'fabrikam.com',
        status: 'Retry',
        messageCount: 7,
        deferredCount: 2,
        retryCount: 4,
        lastError: '441 4.4.1 no answer, none',
        firstRetryAt: AT,
        lastRetryAt: AT + 1000,
        nextRetryAt: AT + 2000,
        incomingRate: 2,
        outgoingRate: 0.5,
      },
    });
    assert.equal(
      line,
      '2026-03-02T09:14:07.123Z,EX1\\3,DnsConnectorDelivery,fabrikam.com,c1,Retry,7,2,2.00,0.50,-1.50,4,' +
        '2026-03-02T09:14:08.123Z,2026-03-02T09:14:09.123Z,"441 4.4.1 no answer, none"',
    );
    assert.equal(parseCsv(line).length, QUEUE_LOG.fields.length);
  });
});

describe('events as JSON lines', () => {
  it('one object a line, time first, fields under their own names', () => {
    const text = formatJsonEvent({ kind: 'tracking', event: received() });
    assert.ok(text.startsWith('{"time":"2026-03-02T09:14:07.123Z","eventId":"RECEIVE",'));
    assert.ok(!text.includes('\n'));
    const parsed: unknown = JSON.parse(text);
    assert.ok(
      typeof parsed === 'object' && parsed !== null && 'kind' in parsed && parsed.kind === 'tracking',
    );
  });
});
