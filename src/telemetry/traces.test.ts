import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { AT, NETWORK_MESSAGE_ID, received, sent } from './testing/sample-events.ts';
import { TraceExporter } from './trace-exporter.ts';
import { formatTraces } from './trace-format.ts';
import { TraceSpans, type Span } from './trace-spans.ts';

const TRACE = 'a1b2c3d40000400080001234567890ab';
const RESOURCE = { serverName: 'EX1', fqdn: 'ex1.contoso.com', version: '1.0' };

function spans(): { of: TraceSpans } {
  let next = 0;
  return { of: new TraceSpans(() => (++next).toString(16).padStart(16, '0')) };
}

function allSpans(): Span[] {
  const { of } = spans();
  return [
    of.ofEvent(received(), 100, AT + 20),
    of.ofCategorized({ networkMessageId: NETWORK_MESSAGE_ID, at: AT + 21 }, 100),
    of.ofEvent(sent(), 100, AT + 2500),
  ].filter((span) => span !== null);
}

describe('traces of messages', () => {
  it('one message is one trace; each stage begins where the one before ended', () => {
    const seen = allSpans().map(({ name, traceId, spanId, parentSpanId, startedAt, endedAt }) => ({
      name,
      traceId,
      spanId,
      parentSpanId,
      from: startedAt - AT,
      to: endedAt - AT,
    }));
    const root = '80001234567890ab';
    assert.deepEqual(seen, [
      { name: 'receive', traceId: TRACE, spanId: root, parentSpanId: '', from: 0, to: 20 },
      {
        name: 'categorize',
        traceId: TRACE,
        spanId: '0000000000000001',
        parentSpanId: root,
        from: 20,
        to: 21,
      },
      { name: 'deliver', traceId: TRACE, spanId: '0000000000000002', parentSpanId: root, from: 21, to: 2500 },
    ]);
  });
  it('a failure has its diagnostic; no address and no subject is in a span', () => {
    const failed = sent({ eventId: 'FAIL', recipientStatus: ['550 5.1.1 unknown'] });
    const span = spans().of.ofEvent(failed, 100, AT);
    assert.equal(span?.error, '550 5.1.1 unknown');
    assert.ok(!JSON.stringify(span).includes('kate@'));
    assert.ok(!JSON.stringify(span).includes('Scan'));
  });
  it('TracePercent takes its share of the messages, the same ones on every server', () => {
    const of = spans().of;
    const ids = Array.from(
      { length: 1000 },
      (_, index) =>
        `${Math.floor(((index + 0.5) / 1000) * 0x1_0000_0000)
          .toString(16)
          .padStart(8, '0')}-0000-4000-8000-000000000001`,
    );
    const traced = ids.filter(
      (networkMessageId) => of.ofEvent(received({ networkMessageId }), 10, AT) !== null,
    );
    assert.equal(traced.length, 100);
    assert.equal(of.ofEvent(received(), 0, AT), null);
  });
  it('OTLP/HTTP JSON, exactly', () => {
    const [first] = allSpans();
    assert.ok(first !== undefined);
    const one: Span = {
      ...first,
      attributes: { 'postern.event': 'RECEIVE', 'postern.recipients': 2, empty: '' },
    };
    assert.equal(
      formatTraces([one], RESOURCE),
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"postern"}},' +
        '{"key":"service.version","value":{"stringValue":"1.0"}},{"key":"service.instance.id","value":{"stringValue":"EX1"}},' +
        '{"key":"host.name","value":{"stringValue":"ex1.contoso.com"}}]},"scopeSpans":[{"scope":{"name":"postern","version":"1.0"},' +
        `"spans":[{"traceId":"${TRACE}","spanId":"80001234567890ab","name":"receive","kind":2,` +
        '"startTimeUnixNano":"1772442847123000000","endTimeUnixNano":"1772442847143000000",' +
        '"attributes":[{"key":"postern.event","value":{"stringValue":"RECEIVE"}},{"key":"postern.recipients","value":{"intValue":"2"}}],' +
        '"status":{"code":1}}]}]}]}',
    );
  });
  it('posts batches to the collector', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const exporter = new TraceExporter({
      endpoint: new URL(`http://127.0.0.1:${port}/v1/traces`),
      format: (all) => `${all.length}`,
      lost: (error) => assert.fail(String(error)),
    });
    for (const span of allSpans()) exporter.add(span);
    await exporter.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    assert.deepEqual(bodies, ['POST /v1/traces application/json 3']);
  });
  it('a collector that is away loses spans, says so once, and holds nobody up', async () => {
    let reports = 0;
    const exporter = new TraceExporter({
      endpoint: new URL('http://127.0.0.1:1/v1/traces'),
      format: () => '{}',
      lost: () => {
        reports += 1;
      },
    });
    const [span] = allSpans();
    assert.ok(span !== undefined);
    for (let index = 0; index < 6000; index++) exporter.add(span);
    await exporter.close();
    assert.equal(reports, 1);
  });
});
