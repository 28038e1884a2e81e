import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, LIST, refuses, stores } from './spec-builder.ts';

const ACE_SETS = ['AccessRights', 'Instance'] as const;
const SETS = ['AccessRights', 'Owner', 'Instance'] as const;

const target: ParameterSpec = acts('Identity', 'ADRawEntryIdParameter', {
  position: 0,
  pipeline: true,
  mandatory: ['AccessRights', 'Owner'],
});

/** Parameters that describe an access control entry.
 *  @param sets undefined: all of them. Exchange: Remove-ADPermission has them in its Owner set too. */
function entry(sets?: readonly string[]): readonly ParameterSpec[] {
  const within = sets === undefined ? {} : { sets };
  return [
    acts('Instance', 'ADAcePresentationObject', { sets: ['Instance'], pipeline: true, mandatory: true }),
    acts('User', 'SecurityPrincipalIdParameter', {
      sets: ACE_SETS,
      mandatory: ['AccessRights'],
      help: 'Principal such as "NT AUTHORITY\\ANONYMOUS LOGON", its SID, or a local user.',
    }),
    acts('AccessRights', 'ActiveDirectoryRights[]', { ...LIST, ...within }),
    acts('ExtendedRights', 'ExtendedRightIdParameter[]', {
      ...LIST,
      ...within,
      help: 'Names or display names of rights; each makes an entry of its own.',
    }),
    acts('Deny', 'SwitchParameter', {
      ...within,
      help: 'The entry denies; a denial wins over what groups allow.',
    }),
    acts('InheritanceType', 'ActiveDirectorySecurityInheritance', within),
    ...stores('ADSchemaObjectIdParameter[]', ['ChildObjectTypes', 'Properties'], { ...LIST, ...within }),
    ...refuses('ADSchemaObjectIdParameter', ['InheritedObjectType'], within),
    DOMAIN_CONTROLLER,
  ];
}

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
  [
    target,
    acts('Owner', 'SecurityPrincipalIdParameter', { sets: ['Owner'], mandatory: true }),
    entry(ACE_SETS),
  ],
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
  [target, entry()],
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
