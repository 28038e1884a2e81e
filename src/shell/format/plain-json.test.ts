import assert from 'node:assert/strict';
import { it } from 'node:test';
import { adminObject, FakeHost } from '../testing/fake-host.ts';
import { createShell } from '../shell.ts';
import type { Json } from './plain-json.ts';

it('output for programs: sizes in bytes, instants in UTC, names of enumerations, no passwords', async () => {
  const object = adminObject('Gate', 'g', {
    Size: { $: 'size', bytes: 37_748_736 },
    When: { $: 'datetime', iso: '2026-03-02T09:14:07.000Z' },
    Mode: { $: 'enum', type: 'Mode', text: 'Open', value: 1 },
    Limit: { $: 'unlimited' },
    Wait: { $: 'timespan', ms: 90_000 },
    Names: { $: 'list', items: ['a', 'b'] },
    Key: { $: 'secret', text: 'x' },
    Nothing: null,
  });
  const spec = { name: 'Get-Gate', synopsis: '', returns: 'Gate', parameters: [] };
  const host = new FakeHost([spec], { 'Get-Gate': () => ({ objects: [object] }) });
  const outputs: (readonly Json[])[] = [];
  const silent = { write: () => undefined, writeError: () => undefined, width: () => null };
  const io = {
    ...silent,
    now: () => new Date(0),
    env: () => undefined,
    sleep: () => Promise.resolve(),
    readFile: () => Promise.reject(new Error('none')),
    writeFile: () => Promise.resolve(),
    culture: 'en-US' as const,
  };
  const shell = createShell({ host, io, json: (output) => outputs.push(output) });
  await shell.run('Get-Gate; 1..2; @{a=1}');
  assert.deepEqual(outputs, [
    [
      {
        Size: 37_748_736,
        When: '2026-03-02T09:14:07.000Z',
        Mode: 'Open',
        Limit: 'Unlimited',
        Wait: '00:01:30',
        Names: ['a', 'b'],
        Key: null,
        Nothing: null,
      },
      1,
      2,
      { a: 1 },
    ],
  ]);
});
