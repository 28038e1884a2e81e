import type { Answer, QueryInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentMailContact } from '../../present/recipient.ts';
import { showEntries } from '../find-recipient.ts';

/** Exchange: Get-MailContact */
export function showMailContacts(input: QueryInput): Answer | AdminError {
  return showEntries(input, 'contact', (contact) => presentMailContact(contact, input.current.server));
}
