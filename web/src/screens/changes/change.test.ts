import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allSpecs } from '../../../../src/admin/contract/specs/all-specs.ts';
import { shellText } from '../../command/shell-text.ts';
import { type Change, commandOf, listChange } from './change.ts';

function change(command: string, parameters: Readonly<Record<string, string>>): Change {
  return {
    id: '0',
    at: new Date(0),
    who: 'admin',
    from: '',
    command,
    parameters: Object.entries(parameters),
    object: '',
    differences: [],
    error: '',
  };
}

describe('an entry of the audit log as a command', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      'New-ReceiveConnector',
      { Name: 'Anonymous Relay', Custom: 'True', RemoteIPRanges: '192.168.5.10,192.168.5.11' },
      'New-ReceiveConnector -Name "Anonymous Relay" -RemoteIPRanges 192.168.5.10,192.168.5.11 -Custom',
    ],
    [
      'Set-ReceiveConnector',
      { Identity: 'Anonymous Relay', RemoteIPRanges: '@{Add=192.168.5.12,192.168.5.13; Remove=10.0.0.1}' },
      'Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges @{Add="192.168.5.12","192.168.5.13";Remove="10.0.0.1"}',
    ],
    ['Set-ReceiveConnector', { Identity: 'A', Enabled: 'False' }, 'Set-ReceiveConnector A -Enabled $false'],
    [
      'Set-SendConnector',
      { Identity: 'A', SourceIPAddress: '' },
      'Set-SendConnector A -SourceIPAddress $null',
    ],
    [
      'New-MailUser',
      { Name: 'scanner', Password: '********' },
      'New-MailUser -Name scanner -Password (Read-Host -AsSecureString)',
    ],
  ];
  for (const [command, parameters, expected] of cases)
    it(expected, () => assert.equal(shellText(commandOf(change(command, parameters), allSpecs)), expected));
});

describe('a difference', () => {
  it('of lists is what came and what went', () => {
    const row = { property: 'RemoteIPRanges', before: '10.0.0.1,10.0.0.2', after: '10.0.0.2,10.0.0.3' };
    assert.deepEqual(listChange(row), { added: ['10.0.0.3'], removed: ['10.0.0.1'], kept: 1 });
  });
  it('of single values is before and after', () => {
    assert.equal(listChange({ property: 'Enabled', before: 'True', after: 'False' }), null);
  });
});
