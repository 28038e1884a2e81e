import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../../src/admin/contract/values.ts';
import { shellText } from './shell-text.ts';

const argument = (value: Value): string => shellText({ name: 'Set-X', parameters: { P: value } }).slice(9);

describe('the command that does it', () => {
  it("is the article's own line", () => {
    assert.equal(
      shellText({
        name: 'New-ReceiveConnector',
        parameters: {
          Name: 'Anonymous Relay',
          TransportRole: 'FrontendTransport',
          Bindings: ['0.0.0.0:25'],
          RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
        },
        switches: ['Custom'],
      }),
      'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.5.10,192.168.5.11 -Custom',
    );
  });
  it('names the object first', () => {
    assert.equal(
      shellText({ name: 'Set-ReceiveConnector', parameters: { Identity: 'EX1\\A b', Enabled: false } }),
      'Set-ReceiveConnector "EX1\\A b" -Enabled $false',
    );
  });
  it('writes every kind of value as the shell reads it', () => {
    const rows: readonly (readonly [Value, string])[] = [
      [null, '$null'],
      [[], '$null'],
      ['', '""'],
      ['-x', '"-x"'],
      ['say "no" to $HOME and `', '"say `"no`" to `$HOME and ``"'],
      ['中継', '中継'],
      [{ $: 'size', bytes: 37_748_736 }, '36MB'],
      [{ $: 'size', bytes: 1_677_721_601 }, '1677721601'],
      [{ $: 'timespan', ms: 600_000 }, '00:10:00'],
      [{ $: 'unlimited' }, 'unlimited'],
      [
        {
          $: 'table',
          entries: [
            ['Add', { $: 'list', items: ['10.0.0.1', '10.0.0.2'] }],
            ['Remove', '10.0.0.3'],
          ],
        },
        '@{Add="10.0.0.1","10.0.0.2";Remove="10.0.0.3"}',
      ],
      [{ $: 'secret', text: 'hush' }, '(Read-Host -AsSecureString)'],
    ];
    for (const [value, text] of rows) assert.equal(argument(value), text);
  });
});
