import type { Arguments } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

/** Longer ones cost time at each sign-in and add nothing. */
const LONGEST_PASSWORD = 1024;

/** A password that is given says something. */
export function emptyPassword(args: Arguments): AdminError | null {
  const password = args['Password'];
  if (password?.kind !== 'secret') return null;
  if (password.text === '') return badText('Password', 'it is empty', 'Password');
  return password.text.length > LONGEST_PASSWORD
    ? badText('Password', `it has more than ${LONGEST_PASSWORD} characters`, 'Password')
    : null;
}
