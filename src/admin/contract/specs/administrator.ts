import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, identity, optionalIdentity, stores } from './spec-builder.ts';

/** Administrators of the admin center and the API. Exchange's are users of Active Directory. Decision: ADR-0008 */
export const newAdministrator: CommandSpec = command(
  'New-Administrator',
  {
    synopsis: 'Makes an administrator, who signs in to the admin center and the API.',
    shouldProcess: true,
    returns: 'Administrator',
    examples: [
      {
        code: 'New-Administrator kate -Password (Read-Host "Password" -AsSecureString) -RoleGroups "Server Management"',
        text: 'Kate may change Receive connectors and queues, and may grant nobody the right to relay.',
      },
    ],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true, help: 'What is typed at the sign-in.' }),
    acts('Password', 'SecureString', { mandatory: true, help: 'At least 8 characters.' }),
    acts('DisplayName', 'String'),
    acts('RoleGroups', 'MultiValuedProperty', {
      multiple: true,
      help: 'Names of role groups (Get-RoleGroup). Without one, the administrator may do nothing.',
    }),
  ],
);

export const setAdministrator: CommandSpec = command(
  'Set-Administrator',
  { synopsis: 'Changes an administrator, or sets a new password.', shouldProcess: true, returns: '' },
  [
    identity('AdministratorIdParameter'),
    acts('Name', 'String'),
    acts('DisplayName', 'String'),
    acts('Password', 'SecureString', { help: 'A new password; sessions opened with the old one end.' }),
    acts('Enabled', 'Boolean', { help: '$false: neither password nor tokens open anything.' }),
    acts('TotpEnabled', 'Boolean', {
      help: '$false takes a lost second factor away. Switching it on is for the administrator alone: New-MyTotp.',
    }),
  ],
);

export const getAdministrator: CommandSpec = command(
  'Get-Administrator',
  { synopsis: 'Shows administrators.', returns: 'Administrator' },
  [optionalIdentity('AdministratorIdParameter')],
);

export const removeAdministrator: CommandSpec = command(
  'Remove-Administrator',
  {
    synopsis: 'Removes an administrator with all sessions and tokens.',
    shouldProcess: true,
    confirm: true,
    returns: '',
  },
  [identity('AdministratorIdParameter')],
);

const MEMBER_CHANGE: readonly ParameterSpec[] = [
  identity('RoleGroupIdParameter'),
  acts('Member', 'SecurityPrincipalIdParameter', { mandatory: true, help: 'Name of an administrator.' }),
  DOMAIN_CONTROLLER,
  ...stores('SwitchParameter', ['BypassSecurityGroupManagerCheck']),
];

export const addRoleGroupMember: CommandSpec = command(
  'Add-RoleGroupMember',
  { synopsis: 'Gives an administrator what a role group may do.', shouldProcess: true, returns: '' },
  MEMBER_CHANGE,
);

export const removeRoleGroupMember: CommandSpec = command(
  'Remove-RoleGroupMember',
  {
    synopsis: 'Takes from an administrator what a role group may do.',
    shouldProcess: true,
    confirm: true,
    returns: '',
  },
  MEMBER_CHANGE,
);

export const getRoleGroup: CommandSpec = command(
  'Get-RoleGroup',
  { synopsis: 'Shows role groups, their roles and members.', returns: 'RoleGroup' },
  [
    optionalIdentity('RoleGroupIdParameter'),
    acts('Filter', 'String'),
    acts('SortBy', 'String'),
    acts('ResultSize', 'Unlimited'),
    DOMAIN_CONTROLLER,
    ...stores('SwitchParameter', ['ReadFromDomainController', 'ShowPartnerLinked']),
  ],
);

export const getRoleGroupMember: CommandSpec = command(
  'Get-RoleGroupMember',
  { synopsis: 'Shows the members of a role group.', returns: 'RoleGroupMember' },
  [
    identity('RoleGroupMemberIdParameter'),
    acts('ResultSize', 'Unlimited'),
    DOMAIN_CONTROLLER,
    ...stores('SwitchParameter', ['ReadFromDomainController']),
  ],
);
