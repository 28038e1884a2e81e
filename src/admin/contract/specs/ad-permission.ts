import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, LIST, refuses, stores } from './spec-builder.ts';

const ACE_SETS = ['AccessRights', 'Instance'] as const;
const SETS = ['AccessRights', 'Owner', 'Instance'] as const;

/** What rights can be granted on. */
const CONNECTORS = ['Get-ReceiveConnector'];
const PRINCIPALS = [
  'NT AUTHORITY\\ANONYMOUS LOGON',
  'NT AUTHORITY\\Authenticated Users',
  'MS Exchange\\Externally Secured Servers',
];

/** The rights that sessions are asked for. receive-connectors.md §3.2 */
const RIGHTS = [
  'ms-Exch-SMTP-Submit',
  'ms-Exch-SMTP-Accept-Any-Recipient',
  'ms-Exch-SMTP-Accept-Any-Sender',
  'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
  'ms-Exch-SMTP-Accept-Authentication-Flag',
  'ms-Exch-Bypass-Anti-Spam',
  'ms-Exch-Bypass-Message-Size-Limit',
  'ms-Exch-Accept-Headers-Routing',
  'ms-Exch-Accept-Headers-Forest',
  'ms-Exch-Accept-Headers-Organization',
];

const target: ParameterSpec = acts('Identity', 'ADRawEntryIdParameter', {
  position: 0,
  pipeline: true,
  mandatory: ['AccessRights', 'Owner'],
  objects: CONNECTORS,
});

/** Parameters that describe an access control entry. */
const ENTRY: readonly ParameterSpec[] = [
  acts('Instance', 'ADAcePresentationObject', { sets: ['Instance'], pipeline: true, mandatory: true }),
  acts('User', 'SecurityPrincipalIdParameter', {
    sets: ACE_SETS,
    mandatory: ['AccessRights'],
    suggestions: PRINCIPALS,
    help: 'Principal such as "NT AUTHORITY\\ANONYMOUS LOGON", its SID, or a local user.',
  }),
  acts('AccessRights', 'ActiveDirectoryRights[]', { ...LIST, sets: ACE_SETS }),
  acts('ExtendedRights', 'ExtendedRightIdParameter[]', {
    ...LIST,
    sets: ACE_SETS,
    suggestions: RIGHTS,
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
    acts('Identity', 'ADRawEntryIdParameter', {
      position: 0,
      pipeline: true,
      mandatory: true,
      objects: CONNECTORS,
    }),
    acts('User', 'SecurityPrincipalIdParameter', { sets: ['AccessRights'], suggestions: PRINCIPALS }),
    acts('Owner', 'SwitchParameter', { sets: ['Owner'] }),
    DOMAIN_CONTROLLER,
  ],
);
