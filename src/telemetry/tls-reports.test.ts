import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TlsOutcome } from '../transport/events.ts';
import { TlsReports } from './tls-reports.ts';
import type { TlsReport } from './tls-reports.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');

function outcome(changes: Partial<TlsOutcome>): TlsOutcome {
  return {
    kind: 'tlsPolicy',
    at: NOON,
    domain: 'fabrikam.com',
    policy: 'sts',
    policyLines: ['version: STSv1', 'mode: testing', 'mx: mx.fabrikam.com', 'max_age: 86400'],
    policyMx: ['mx.fabrikam.com'],
    host: 'mx.fabrikam.com',
    address: '192.0.2.1',
    result: null,
    ...changes,
  };
}

function made(): Readonly<{ reports: TlsReports; finished: [string, readonly TlsReport[]][] }> {
  const finished: [string, readonly TlsReport[]][] = [];
  const reports = new TlsReports({
    organization: () => ({ name: 'ex1.contoso.com', contact: 'postmaster@contoso.com' }),
    finished: (day, all) => finished.push([day, all]),
  });
  return { reports, finished };
}

test('RFC 8460 §4.4: sessions of a day, by domain and policy, failures by kind and host', () => {
  const { reports } = made();
  reports.count(outcome({}));
  reports.count(outcome({ result: 'certificate-expired' }));
  reports.count(outcome({ result: 'certificate-expired' }));
  reports.count(outcome({ domain: 'contoso.org', policy: 'no-policy-found', policyLines: [], policyMx: [] }));
  const [report, other] = reports.reports();
  assert.deepEqual(report, {
    'organization-name': 'ex1.contoso.com',
    'date-range': {
      'start-datetime': '2026-11-24T00:00:00.000Z',
      'end-datetime': '2026-11-24T23:59:59.000Z',
    },
    'contact-info': 'postmaster@contoso.com',
    'report-id': '2026-11-24_fabrikam.com@ex1.contoso.com',
    policies: [
      {
        policy: {
          'policy-type': 'sts',
          'policy-string': ['version: STSv1', 'mode: testing', 'mx: mx.fabrikam.com', 'max_age: 86400'],
          'policy-domain': 'fabrikam.com',
          'mx-host': ['mx.fabrikam.com'],
        },
        summary: { 'total-successful-session-count': 1, 'total-failure-session-count': 2 },
        'failure-details': [
          {
            'result-type': 'certificate-expired',
            'receiving-mx-hostname': 'mx.fabrikam.com',
            'receiving-ip': '192.0.2.1',
            'failed-session-count': 2,
          },
        ],
      },
    ],
  });
  assert.deepEqual(other?.policies[0]?.policy, {
    'policy-type': 'no-policy-found',
    'policy-domain': 'contoso.org',
  });
});

test('RFC 8460 §4.1: with the next day of UTC counting begins anew, and the day is handed on', () => {
  const { reports, finished } = made();
  reports.count(outcome({}));
  reports.turn(NOON + 12 * 3_600_000);
  assert.deepEqual(reports.reports(), []);
  assert.deepEqual(
    finished.map(([day, all]) => [day, all.length]),
    [['2026-11-24', 1]],
  );
});

test('a restart goes on with the day; another day is not taken up', () => {
  const first = made();
  first.reports.count(outcome({}));
  const { day, tallies } = first.reports.state();
  const second = made();
  second.reports.restore(day, structuredClone(tallies), NOON);
  second.reports.count(outcome({}));
  assert.equal(second.reports.reports()[0]?.policies[0]?.summary['total-successful-session-count'], 2);
  const third = made();
  third.reports.restore(day, tallies, NOON + 86_400_000);
  assert.deepEqual(third.reports.reports(), []);
});
