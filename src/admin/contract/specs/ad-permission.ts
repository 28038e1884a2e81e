import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, LIST, refuses, stores } from './spec-builder.ts';

const ACE_SETS = ['AccessRights', 'Instance'] as const;
const SETS = ['AccessRights', 'Owner', 'Instance'] as const;

const target: ParameterSpec = acts('Identity', 'ADRawEntryIdParameter', {
  position: 0,
  pipeline: true,
  mandatory: ['AccessRights', 'Owner'],
});

/** Parameters that describe an access control entry. */
const ENTRY: readonly ParameterSpec[] = [
  acts('Instance', 'ADAcePresentationObject', { sets: ['Instance'], pipeline: true, mandatory: true }),
  acts('User', 'SecurityPrincipalIdParameter', {
    sets: ACE_SETS,
    mandatory: ['AccessRights'],
    help: 'Principal such as "NT AUTHORITY\\ANONYMOUS LOGON", its SID, or a local user.',
  }),
  acts('AccessRights', 'ActiveDirectoryRights[]', { ...LIST, sets: ACE_SETS }),
  acts('ExtendedRights', 'ExtendedRightIdParameter[]', {
    ...LIST,
    sets: ACE_SETS,
    help: 'Names or display names of rights; each makes an entry of its own.',
  }),
  acts('Deny', 'SwitchParameter', {
    sets: ACE_SETS,
    help: 'The entry denies; a denial wins over what is allowed.',
  }),
  acts('InheritanceType', 'ActiveDirectorySecurityInheritance', { sets: ACE_SETS }),
  ...stores('ADSchemaObjectIdParameter[]', ['ChildObjectTypes', 'Properties'], { ...LIST, sets: ACE_SETS }),
  ...refuses('ADSchemaObjectIdParameter', ['InheritedObjectType'], { sets: ACE_SETS }),
  DOMAIN_CONTROLLER,
];

export const addADPermission: CommandSpec = command(
  'Add-ADPermission',
  {
    synopsis: 'Grants or denies a right on a Receive connector.',
    sets: SETS,
    defaultSet: 'AccessRights',
    shouldProcess: true,
    returns: 'ADPermission',
    examples: [
      {
        code: 'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"',
        text: 'Lets sessions without sign-in relay to any domain (method 1, step 2).',
      },
    ],
  },
  [target, acts('Owner', 'SecurityPrincipalIdParameter', { sets: ['Owner'], mandatory: true }), ENTRY],
);

export const removeADPermission: CommandSpec = command(
  'Remove-ADPermission',
  {
    synopsis: 'Takes a right, or a denial of it, from a Receive connector.',
    sets: SETS,
    defaultSet: 'AccessRights',
    shouldProcess: true,
    confirm: true,
    returns: '',
  },
  [target, ENTRY],
);

export const getADPermission: CommandSpec = command(
  'Get-ADPermission',
  {
    synopsis: 'Shows who holds which right on a Receive connector, one right a row.',
    sets: ['AccessRights', 'Owner'],
    defaultSet: 'AccessRights',
    returns: 'ADPermission',
  },
  [
    acts('Identity', 'ADRawEntryIdParameter', { position: 0, pipeline: true, mandatory: true }),
    acts('User', 'SecurityPrincipalIdParameter', { sets: ['AccessRights'] }),
    acts('Owner', 'SwitchParameter', { sets: ['Owner'] }),
    DOMAIN_CONTROLLER,
  ],
);
