import type { CommandSpec } from '../command-spec.ts';
import { acts, command, identity, optionalIdentity } from './spec-builder.ts';

/** What every administrator may do to the own account. Decision: ADR-0008 */
export const newApiToken: CommandSpec = command(
  'New-ApiToken',
  {
    synopsis: 'Makes a token with which a script may do what its administrator may.',
    shouldProcess: true,
    returns: 'ApiToken',
    examples: [
      {
        code: 'New-ApiToken "nightly report" -ExpiresOn 2027-01-31',
        text: 'The token is shown this once: send it as "Authorization: Bearer <token>".',
      },
    ],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('ExpiresOn', 'DateTime', { help: 'A year from now unless given.' }),
    acts('User', 'AdministratorIdParameter', {
      help: 'Whose token it is; your own unless given. Others need Organization Management.',
    }),
  ],
);

export const getApiToken: CommandSpec = command(
  'Get-ApiToken',
  { synopsis: 'Shows tokens: your own, or all of them to Organization Management.', returns: 'ApiToken' },
  [optionalIdentity('ApiTokenIdParameter'), acts('User', 'AdministratorIdParameter')],
);

export const removeApiToken: CommandSpec = command(
  'Remove-ApiToken',
  { synopsis: 'Revokes a token at once.', shouldProcess: true, confirm: true, returns: '' },
  [identity('ApiTokenIdParameter')],
);

export const setMyPassword: CommandSpec = command(
  'Set-MyPassword',
  { synopsis: 'Sets your own password; your sessions end.', shouldProcess: true, returns: '' },
  [
    acts('OldPassword', 'SecureString', { mandatory: true }),
    acts('Password', 'SecureString', { mandatory: true, help: 'The new one, at least 8 characters.' }),
  ],
);

export const newMyTotp: CommandSpec = command(
  'New-MyTotp',
  {
    synopsis: 'Makes a secret for your authenticator app. Enable-MyTotp puts it into force.',
    shouldProcess: true,
    returns: 'TotpSecret',
  },
  [],
);

export const enableMyTotp: CommandSpec = command(
  'Enable-MyTotp',
  {
    synopsis: 'Asks for a code of your authenticator app at each sign-in from now on; your sessions end.',
    shouldProcess: true,
    returns: '',
  },
  [acts('Code', 'String', { position: 0, mandatory: true, help: 'Six digits that the app shows now.' })],
);

export const disableMyTotp: CommandSpec = command(
  'Disable-MyTotp',
  { synopsis: 'Signs you in with the password alone again.', shouldProcess: true, returns: '' },
  [acts('OldPassword', 'SecureString', { mandatory: true, help: 'Your password.' })],
);
