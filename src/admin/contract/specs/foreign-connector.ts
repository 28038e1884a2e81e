import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  EDITABLE,
  identity,
  LIST,
  OF_SIZE,
  optionalIdentity,
  stores,
} from './spec-builder.ts';

/** What New- and Set-ForeignConnector share. mail-flow.md §3.9 */
function shared(lists: typeof LIST): readonly ParameterSpec[] {
  return [
    DOMAIN_CONTROLLER,
    ...stores('Boolean', ['IsScopedConnector']),
    ...stores('MultiValuedProperty', ['SourceTransportServers'], lists),
  ];
}

export const newForeignConnector: CommandSpec = command(
  'New-ForeignConnector',
  {
    synopsis: 'Creates a Foreign connector: mail for an address space becomes files for another system.',
    shouldProcess: true,
    returns: 'ForeignConnector',
    examples: [
      {
        code: 'New-ForeignConnector -Name Archive -AddressSpaces archive.contoso.com',
        text: 'Mail for archive.contoso.com is written into the folder TransportRoles/Drop/Archive, which you make.',
      },
    ],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('AddressSpaces', 'MultiValuedProperty', { ...LIST, mandatory: true }),
    shared(LIST),
  ],
);

export const setForeignConnector: CommandSpec = command(
  'Set-ForeignConnector',
  {
    synopsis: 'Changes a Foreign connector.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-ForeignConnector Archive -DropDirectory Inbox -DropDirectoryQuota 1GB',
        text: 'Files go to another folder, and wait in the queue while it holds 1 GB.',
      },
    ],
  },
  [
    identity('ForeignConnectorIdParameter'),
    acts('Name', 'String'),
    acts('AddressSpaces', 'MultiValuedProperty', EDITABLE),
    acts('Comment', 'String'),
    acts('DropDirectory', 'String', {
      help: 'Name of a folder below RootDropDirectoryPath of Set-TransportService, or an absolute path where that is $null.',
    }),
    acts('DropDirectoryQuota', 'Unlimited', {
      ...OF_SIZE,
      help: 'While files in the folder hold so much, no more are written: mail waits in its queue.',
    }),
    acts('Enabled', 'Boolean'),
    acts('MaxMessageSize', 'Unlimited', {
      ...OF_SIZE,
      help: 'Larger messages take another connector; 0: the connector is not used.',
    }),
    acts('RelayDsnRequired', 'Boolean', {
      help: '$true: senders that asked for reports of success hear that the file was written.',
    }),
    acts('Force', 'SwitchParameter', { help: 'Accepted for the sake of scripts; nothing is asked.' }),
    shared(EDITABLE),
  ],
);

export const getForeignConnector: CommandSpec = command(
  'Get-ForeignConnector',
  {
    synopsis: 'Shows Foreign connectors.',
    returns: 'ForeignConnector',
    examples: [
      {
        code: 'Get-ForeignConnector | Format-List Name,AddressSpaces,DropDirectory',
        text: 'Which mail becomes files, and where.',
      },
    ],
  },
  [optionalIdentity('ForeignConnectorIdParameter'), DOMAIN_CONTROLLER],
);

export const removeForeignConnector: CommandSpec = command(
  'Remove-ForeignConnector',
  {
    synopsis: 'Removes a Foreign connector; its folder stays.',
    shouldProcess: true,
    confirm: true,
    returns: '',
    examples: [{ code: 'Remove-ForeignConnector Archive', text: 'Removes it after a question.' }],
  },
  [identity('ForeignConnectorIdParameter'), DOMAIN_CONTROLLER],
);
