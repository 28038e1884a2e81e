import type { Answer, QueryInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentMailUser } from '../../present/recipient.ts';
import { showEntries } from '../find-recipient.ts';

/** Exchange: Get-MailUser */
export function showMailUsers(input: QueryInput): Answer | AdminError {
  return showEntries(input, 'user', (user) => presentMailUser(user, input.current.server));
}
