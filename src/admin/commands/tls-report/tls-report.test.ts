import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

describe('TLS reports, ADR-0018', () => {
  it('Get-TlsReport shows what was counted, by domain and day', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('Get-TlsReport');
    assert.deepEqual(
      objects.map((one) => `${shown(one, 'Day')} ${shown(one, 'Domain')} ${shown(one, 'Mailing')}`),
      ['2026-03-02 fabrikam.com Counting', '2026-03-01 fabrikam.com Off'],
    );
    assert.equal(shown(objects[0], 'FailedSessions'), '2');
    assert.match(shown(objects[0], 'Failures'), /certificate-expired at mx\.fabrikam\.com/);
    const counts = [
      [{ Identity: 'fab*' }, 2],
      [{ Identity: 'contoso.com' }, 0],
      [{ Start: '2026-03-02' }, 1],
      [{ End: '2026-03-01' }, 1],
      [{ Start: '2026-03-03' }, 0],
    ] as const;
    for (const [parameters, expected] of counts)
      assert.equal((await bench.ok('Get-TlsReport', parameters)).objects.length, expected);
    assert.match(
      await bench.fails('Get-TlsReport', { Start: '2026-03-02', End: '2026-03-01' }),
      /before Start/,
    );
  });

  it('mailing is off until Set-TransportConfig -TlsReportsEnabled $true', async () => {
    const bench = createAdminBench();
    const enabled = async (): Promise<string> =>
      shown((await bench.ok('Get-TransportConfig')).objects[0], 'TlsReportsEnabled');
    assert.equal(await enabled(), 'False');
    await bench.ok('Set-TransportConfig', { TlsReportsEnabled: true });
    assert.equal(bench.store.current.transportConfig.tlsReportsEnabled, true);
    assert.equal(await enabled(), 'True');
  });
});
