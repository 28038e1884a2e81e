import type { Answer, QueryInput } from '../../command.ts';
import { itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findAll, recipientKeys } from '../../identity.ts';
import { presentRecipient, RECIPIENT_TYPE } from '../../present/recipient.ts';
import { byBeginning, filtered } from '../find-recipient.ts';

/** Exchange: Get-Recipient */
export function showRecipients({ current, args }: QueryInput): Answer | AdminError {
  const { directory, server } = current;
  const found = findAll({ items: directory, keys: recipientKeys, server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const types = [...itemsOf(args, 'RecipientType'), ...itemsOf(args, 'RecipientTypeDetails')];
  const wanted = new Set(types.map((type) => type.toLowerCase()));
  const ofType = byBeginning(found, args).filter(
    (entry) => wanted.size === 0 || wanted.has(RECIPIENT_TYPE[entry.kind].toLowerCase()),
  );
  return filtered(
    ofType.map((entry) => presentRecipient(entry, server)),
    args,
  );
}
