import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { EventMetrics } from './event-metrics.ts';
import { MetricsRegistry } from './metrics.ts';
import { probeAnswer, type ProbeSources } from './probe-answer.ts';
import { createProbeServer } from './probe-server.ts';
import { received, sent } from './testing/sample-events.ts';

describe('text for Prometheus', () => {
  it('format 0.0.4: help, type and samples of each family, label values escaped', () => {
    const registry = new MetricsRegistry();
    registry.counter('a_total', 'Things\nand \\ more.', ['name']).add(2, 'x"y\\z\n');
    registry.counter('b_total', 'Without labels.');
    registry.gauge('c', 'Now.', () => [{ labels: {}, value: 1.5 }]);
    const histogram = registry.histogram('d_seconds', 'Times.', [0.1, 1]);
    for (const value of [0.05, 0.5, 0.5, 7]) histogram.observe(value);
    assert.equal(
      registry.render(),
      '# HELP a_total Things\\nand \\\\ more.\n# TYPE a_total counter\na_total{name="x\\"y\\\\z\\n"} 2\n' +
        '# HELP b_total Without labels.\n# TYPE b_total counter\nb_total 0\n' +
        '# HELP c Now.\n# TYPE c gauge\nc 1.5\n' +
        '# HELP d_seconds Times.\n# TYPE d_seconds histogram\n' +
        'd_seconds_bucket{le="0.1"} 1\nd_seconds_bucket{le="1"} 3\nd_seconds_bucket{le="+Inf"} 4\n' +
        'd_seconds_sum 8.05\nd_seconds_count 4\n',
    );
  });
  it('names that clients choose do not fill the memory: what is too much is counted as other', () => {
    const registry = new MetricsRegistry();
    const counter = registry.counter('a_total', 'Things.', ['name']);
    for (let index = 0; index < 10_000; index++) counter.add(1, `name ${index}`);
    const lines = registry.render().split('\n');
    assert.ok(lines.length < 600);
    assert.ok(lines.includes('a_total{name="other"} 9500'));
  });
  it('messages are counted by event, and the time to delivery is measured', () => {
    const registry = new MetricsRegistry();
    const metrics = new EventMetrics(registry);
    metrics.track(received());
    metrics.track(sent());
    const text = registry.render();
    assert.match(text, /^postern_events_total\{event="RECEIVE",source="SMTP"\} 1$/m);
    assert.match(text, /^postern_recipients_total\{event="RECEIVE"\} 2$/m);
    assert.match(text, /^postern_message_bytes_total\{event="SEND"\} 2048$/m);
    assert.match(text, /^postern_delivery_seconds_sum 2.5$/m);
  });
});

describe('health and readiness', () => {
  const sources = (unhealthy: string[], notReady: string[]): ProbeSources => ({
    metrics: () => 'm\n',
    unhealthy: () => unhealthy,
    notReady: () => notReady,
  });
  it('200 while nothing speaks against it, else 503 with the reasons', () => {
    assert.equal(probeAnswer('GET', '/healthz', sources([], ['stopping']))?.status, 200);
    const answer = probeAnswer('GET', '/readyz', sources([], ['The server is stopping', 'no disk']));
    assert.equal(answer?.status, 503);
    assert.equal(answer?.body, 'The server is stopping\nno disk\n');
  });
  it('other paths are somebody else’s, other methods are refused', () => {
    assert.equal(probeAnswer('GET', '/', sources([], [])), null);
    assert.equal(probeAnswer('POST', '/metrics', sources([], []))?.status, 405);
  });
  it('answers over HTTP on loopback', async () => {
    const server = createProbeServer(sources([], ['no'])).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const address = server.address();
      assert.ok(typeof address === 'object' && address !== null);
      const at = `http://127.0.0.1:${address.port}`;
      const metrics = await fetch(`${at}/metrics?x=1`, { signal: AbortSignal.timeout(5000) });
      assert.equal(metrics.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
      assert.equal(await metrics.text(), 'm\n');
      assert.equal((await fetch(`${at}/readyz`, { signal: AbortSignal.timeout(5000) })).status, 503);
      assert.equal((await fetch(`${at}/other`, { signal: AbortSignal.timeout(5000) })).status, 404);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
