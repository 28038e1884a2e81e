import assert from 'node:assert/strict';
import { it } from 'node:test';
import { join } from 'node:path';
import { ROOT, run } from '../support/postern.ts';

const ADDRESSES = [
  '10.1.1.1/32',
  '192.168.5.0/32',
  '192.168.5.10/32',
  '192.168.5.11/32',
  '192.168.5.12/32',
  '192.168.5.99/32',
  '192.168.5.255/32',
  '203.0.113.9/32',
  '2001:db8::1/128',
  '2001:db8:5::9/128',
];

/** Runs the article's verification with the article's own addresses, in a network namespace of its own. */
for (const file of ['verification-access.test.ts', 'verification-limits.test.ts']) {
  it(`the article's own addresses in a network of their own: ${file}`, { timeout: 600_000 }, async (test) => {
    const commands = [
      'ip link set lo up',
      ...ADDRESSES.map((address) => `ip addr add ${address} dev lo${address.includes(':') ? ' nodad' : ''}`),
      `POSTERN_TEST_NET=article exec ${process.execPath} --test --test-reporter=tap ${join(ROOT, 'test/e2e', file)}`,
    ];
    const env = { ...process.env };
    delete env['NODE_TEST_CONTEXT'];
    const result = await run('unshare', ['--net', 'sh', '-ec', commands.join('\n')], '', {
      env,
      timeoutMs: 600_000,
    });
    if (/unshare.*not permitted/i.test(result.stderr)) {
      test.diagnostic(
        'this user may not make a network namespace: loopback addresses stood in for them in npm test',
      );
      return;
    }
    assert.equal(result.status, 0, result.stdout.slice(-6000) + result.stderr.slice(-2000));
    assert.match(result.stdout, /# fail 0/);
  });
}
