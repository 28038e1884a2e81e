import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { parseMailbox } from '../../../src/mail/address.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import type { NextHopTest } from '../../../src/transport/test-next-hop.ts';
import { authority, contextOf, issue } from '../../support/certificates.ts';
import { resolverOf, sendConnector, snapshotWith, startHarness } from '../../support/delivery-harness.ts';
import { type SinkOptions, startSmtpSink } from '../../support/smtp-sink.ts';

const CA = authority('Inside CA');
const resolver = resolverOf({
  addresses: async () => ({ kind: 'found', records: [{ family: 4, address: '127.0.0.1' }] }),
});

/** The test of a connector to a sink, `MAIL` and `RCPT` with it, and what the sink got. */
async function ask(
  options: SinkOptions,
  changes: Partial<SendConnector>,
): Promise<NextHopTest & Readonly<{ sunk: readonly string[]; messages: number }>> {
  const sink = await startSmtpSink(options);
  const connector = sendConnector({ port: sink.port, smartHosts: ['relay.contoso.com'], ...changes });
  const dialer = createDialer(() => [CA.certificatePem]);
  const harness = startHarness(snapshotWith({ sendConnectors: [connector] }), { resolver, dialer });
  try {
    const question = {
      connector,
      domain: 'fabrikam.com',
      sender: parseMailbox('chris@contoso.com'),
      recipient: parseMailbox('kate@fabrikam.com'),
    };
    const outcome = await harness.delivery.test(question);
    return { ...outcome, sunk: [...sink.lines], messages: sink.messages.length };
  } finally {
    await harness.delivery.stop(1000);
    await sink.close();
  }
}

const shown = ({ lines }: NextHopTest): string =>
  lines.map(({ event, text }) => `${event} ${text}`).join('\n');

test('a test of a connector says what a delivery would say, up to RCPT, and never DATA', async () => {
  const outcome = await ask({}, {});
  assert.equal(outcome.trouble, null);
  assert.equal(outcome.endpoint?.address, '127.0.0.1');
  assert.deepEqual(
    outcome.sunk.map((line) => line.split(' ')[0]),
    ['EHLO', 'MAIL', 'RCPT', 'QUIT'],
  );
  assert.match(shown(outcome), /> RCPT TO:<kate@fabrikam.com>\n< 250 [^]*> QUIT\n< 221/);
  assert.equal(outcome.messages, 0);
});

test('it uses the TLS and the credentials of the connector, and shows no password', async () => {
  const outcome = await ask(
    {
      extensions: ['STARTTLS', 'AUTH LOGIN'],
      tls: contextOf(issue(['relay.contoso.com'], { issuer: CA })),
      reply: (line) => {
        if (line === 'AUTH LOGIN') return '334 VXNlcm5hbWU6';
        if (line === Buffer.from('scanner').toString('base64')) return '334 UGFzc3dvcmQ6';
        return line === Buffer.from('Pa$$w0rd').toString('base64') ? '235 2.7.0 welcome' : null;
      },
    },
    {
      requireTLS: true,
      tlsAuthLevel: 'CertificateValidation',
      smartHostAuthMechanism: 'BasicAuthRequireTLS',
      authenticationCredential: { user: 'scanner', password: 'Pa$$w0rd' },
    },
  );
  assert.equal(outcome.trouble, null);
  assert.match(outcome.tls ?? '', /TLSv1\.[23]|TLS1_[23]|TLS protocol/);
  assert.match(shown(outcome), /> AUTH LOGIN\n< 334 [^]*<authentication information>[^]*< 235/);
  assert.doesNotMatch(JSON.stringify(outcome.lines), /c2Nhbm5lcg|UGEkJHcwcmQ|Pa\$\$w0rd/);
});

test('a refusal, a certificate that is not trusted and a host that is not there are told', async () => {
  const refused = await ask({ reply: (line) => (line.startsWith('RCPT') ? '550 5.7.1 no relay' : null) }, {});
  assert.match(refused.trouble ?? '', /550 5\.7\.1 no relay/);
  assert.equal(refused.sunk.at(-1), 'QUIT');
  const other = { extensions: ['STARTTLS'], tls: contextOf(issue(['other.example'])) };
  const untrusted = await ask(other, { requireTLS: true, tlsAuthLevel: 'CertificateValidation' });
  assert.match(untrusted.trouble ?? '', /TLS handshake failed/);
  const absent = await ask({}, { smartHosts: ['[127.0.0.1]'], port: 9 });
  assert.match(absent.trouble ?? '', /ECONNREFUSED/);
});
