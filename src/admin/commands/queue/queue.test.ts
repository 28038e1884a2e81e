import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { QueueView } from '../../../transport/queue-control.ts';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

const idle = {
  retryCount: 0,
  lastError: '',
  firstRetryAt: null,
  lastRetryAt: null,
  nextRetryAt: null,
  incomingRate: 0,
  outgoingRate: 0,
} as const;

function internal(
  number: number,
  name: string,
  deliveryType: 'Undefined' | 'Unreachable',
  messageCount = 0,
): QueueView {
  return {
    ...idle,
    number,
    name,
    key: { deliveryType, nextHopDomain: name, nextHopConnector: '' },
    status: 'Ready',
    messageCount,
    deferredCount: 0,
  };
}

function delivery(
  number: number,
  domain: string,
  status: QueueView['status'],
  messageCount: number,
): QueueView {
  return {
    ...idle,
    number,
    name: domain,
    key: { deliveryType: 'DnsConnectorDelivery', nextHopDomain: domain, nextHopConnector: 'c1' },
    status,
    messageCount,
    deferredCount: 0,
    incomingRate: 2,
    outgoingRate: 0.5,
    lastError: status === 'Retry' ? '441 4.4.1 no answer' : '',
    nextRetryAt: status === 'Retry' ? Date.UTC(2026, 2, 2, 9, 5) : null,
  };
}

function benchWithQueues(): AdminBench {
  const bench = createAdminBench();
  bench.queue.allQueues = [
    internal(1, 'Submission', 'Undefined'),
    internal(2, 'Unreachable', 'Unreachable', 4),
    delivery(10, 'contoso.net', 'Active', 30),
    delivery(3, 'fabrikam.com', 'Retry', 7),
    delivery(11, 'fabrikam.com', 'Ready', 0),
  ];
  return bench;
}

async function identities(
  bench: AdminBench,
  parameters: Readonly<Record<string, Value>> = {},
): Promise<readonly string[]> {
  return (await bench.ok('Get-Queue', parameters)).objects.map((row) => shown(row, 'Identity'));
}

describe('Get-Queue', () => {
  it('§4.4: all queues in order of identity', async () => {
    assert.deepEqual(await identities(benchWithQueues()), [
      'EX1\\3',
      'EX1\\10',
      'EX1\\11',
      'EX1\\Submission',
      'EX1\\Unreachable',
    ]);
  });

  it('§4.4: by name, by number, without the server, by wildcard', async () => {
    const bench = benchWithQueues();
    assert.deepEqual(await identities(bench, { Identity: 'EX1\\fabrikam.com' }), ['EX1\\3', 'EX1\\11']);
    assert.deepEqual(await identities(bench, { Identity: 'ex1\\3' }), ['EX1\\3']);
    assert.deepEqual(await identities(bench, { Identity: 'Unreachable' }), ['EX1\\Unreachable']);
    assert.equal((await identities(bench, { Identity: 'EX1\\*' })).length, 5);
    assert.deepEqual(await identities(bench, { Identity: 'contoso*' }), ['EX1\\10']);
  });

  it('§4.8 P: an identity that does not exist is an error, not all queues', async () => {
    const bench = benchWithQueues();
    assert.match(
      await bench.fails('Get-Queue', { Identity: 'EX1\\nowhere.org' }),
      /^E22: .*'EX1\\nowhere\.org'/,
    );
    assert.match(await bench.fails('Get-Queue', { Identity: 'EX2\\3' }), /^E22: /);
    assert.match(await bench.fails('Get-Queue', { Identity: '3', Filter: "Status -eq 'Retry'" }), /^E02: /);
  });

  it('§4.8: filters', async () => {
    const bench = benchWithQueues();
    const rows: readonly (readonly [string, readonly string[]])[] = [
      ["Status -eq 'Retry'", ['EX1\\3']],
      ['{MessageCount -gt 25}', ['EX1\\10']],
      ['NextHopDomain -eq "FABRIKAM.com" -and Status -eq "Retry"', ['EX1\\3']],
      ["NextHopDomain -like 'fab*'", ['EX1\\3', 'EX1\\11']],
      ["Identity -like 'EX1\\1*'", ['EX1\\10', 'EX1\\11']],
      ["MessageCount -ge 4 -and MessageCount -lt 30 -and NextHopCategory -eq 'External'", ['EX1\\3']],
      ['Velocity -eq -1.5', ['EX1\\3', 'EX1\\10', 'EX1\\11']],
      ["NextRetryTime -gt '1/1/2026'", ['EX1\\3']],
      ["LastError -contains '*no answer*'", ['EX1\\3']],
    ];
    for (const [filter, expected] of rows)
      assert.deepEqual(await identities(bench, { Filter: filter }), expected, filter);
  });

  it('§4.8: there is no -or, there are no parentheses, and unknown properties are errors', async () => {
    const bench = benchWithQueues();
    const bad = [
      "Status -eq 'Retry' -or MessageCount -gt 5",
      "(Status -eq 'Retry')",
      'Bogus -eq 1',
      'Status',
      "Status -is 'x'",
      '',
    ];
    for (const filter of bad) {
      const { error } = await bench.run('Get-Queue', { Filter: filter === '' ? ' ' : filter });
      assert.equal(error?.id, 'InvalidFilter', filter);
    }
    assert.match(
      (await bench.run('Get-Queue', { Filter: 'A -eq 1 -or B -eq 2' })).error?.message ?? '',
      /only be joined by -and/,
    );
  });

  it('§4.5: states are equal or not, texts alike, numbers in order; other operators are errors', async () => {
    const cases: readonly (readonly [filter: string, allowed: string])[] = [
      ["Status -like 'Re*'", 'Status can be compared by -eq, -ne.'],
      ["DeliveryType -gt 'A'", 'DeliveryType can be compared by -eq, -ne.'],
      ["NextHopDomain -lt 'm'", 'NextHopDomain can be compared by -eq, -ne, -like.'],
      ["MessageCount -like '1*'", 'MessageCount can be compared by -eq, -ne, -gt, -ge, -lt, -le.'],
    ];
    for (const [Filter, allowed] of cases) {
      const said = await benchWithQueues().fails('Get-Queue', { Filter });
      assert.ok(said.startsWith('InvalidFilter: ') && said.endsWith(allowed), said);
    }
  });

  it('§4.8: -Include and -Exclude', async () => {
    const bench = benchWithQueues();
    assert.deepEqual(await identities(bench, { Exclude: 'Empty' }), [
      'EX1\\3',
      'EX1\\10',
      'EX1\\Unreachable',
    ]);
    assert.deepEqual(await identities(bench, { Include: 'Internal' }), [
      'EX1\\Submission',
      'EX1\\Unreachable',
    ]);
    assert.deepEqual(await identities(bench, { Include: 'External', Exclude: ['Empty', 'Internal'] }), [
      'EX1\\3',
      'EX1\\10',
    ]);
  });

  it('§4.8: paging and order', async () => {
    const bench = benchWithQueues();
    assert.deepEqual(await identities(bench, { ResultSize: 2 }), ['EX1\\3', 'EX1\\10']);
    assert.deepEqual(await identities(bench, { ResultSize: 2, BookmarkIndex: 2 }), ['EX1\\10', 'EX1\\11']);
    assert.deepEqual(
      await identities(bench, { ResultSize: 2, BookmarkObject: 'EX1\\10', IncludeBookmark: false }),
      ['EX1\\11', 'EX1\\Submission'],
    );
    assert.deepEqual(await identities(bench, { ResultSize: 2, SearchForward: false }), [
      'EX1\\Submission',
      'EX1\\Unreachable',
    ]);
    assert.deepEqual(
      await identities(bench, { SortOrder: ['+NextHopCategory', '-MessageCount'], ResultSize: 3 }),
      ['EX1\\10', 'EX1\\3', 'EX1\\11'],
    );
    assert.match(await bench.fails('Get-Queue', { SortOrder: '+Bogus' }), /SortOrder/);
  });

  it('Velocity is what goes out less what comes in', async () => {
    const { objects } = await benchWithQueues().ok('Get-Queue', { Identity: '3' });
    assert.equal(shown(objects[0], 'Velocity'), '-1.5');
  });
});

describe('actions on queues', () => {
  it('§4.9: suspend, resume and retry by identity', async () => {
    const bench = benchWithQueues();
    await bench.ok('Suspend-Queue', { Identity: 'EX1\\contoso.net' });
    await bench.ok('Resume-Queue', { Identity: 'EX1\\contoso.net' });
    await bench.ok('Retry-Queue', { Identity: 'EX1\\3' });
    await bench.ok('Retry-Queue', { Identity: 'Unreachable', Resubmit: true });
    assert.deepEqual(bench.queue.done, [
      'suspendQueue 10',
      'resumeQueue 10',
      'retryQueue 3 false',
      'retryQueue 2 true',
    ]);
    assert.deepEqual(
      bench.store.rows
        .map((row) => row.command)
        .toReversed()
        .slice(0, 2),
      ['Suspend-Queue', 'Resume-Queue'],
    );
  });

  it('§4.8: an identity that hits several is an error; a filter acts on all', async () => {
    const bench = benchWithQueues();
    assert.match(
      await bench.fails('Suspend-Queue', { Identity: 'EX1\\fabrikam.com' }),
      /Use the Filter parameter/,
    );
    await bench.ok('Suspend-Queue', { Filter: "NextHopDomain -eq 'fabrikam.com'" });
    assert.deepEqual(bench.queue.done, ['suspendQueue 3', 'suspendQueue 11']);
  });

  it('§4.9: only queues in Retry are retried', async () => {
    const bench = benchWithQueues();
    assert.match(await bench.fails('Retry-Queue', { Identity: '10' }), /in the status Active/);
    await bench.ok('Retry-Queue', { Filter: 'MessageCount -ge 0' });
    assert.deepEqual(bench.queue.done, ['retryQueue 3 false']);
  });

  it('-WhatIf does nothing and says what it would do', async () => {
    const bench = benchWithQueues();
    assert.equal(
      (await bench.whatIf('Suspend-Queue', { Identity: '3' })).action,
      'Suspending queue "EX1\\3".',
    );
    assert.deepEqual(bench.queue.done, []);
    assert.equal(bench.store.rows.length, 0);
  });

  it('E01: neither identity nor filter', async () => {
    assert.match(await benchWithQueues().fails('Suspend-Queue', {}), /^E01: /);
  });
});
