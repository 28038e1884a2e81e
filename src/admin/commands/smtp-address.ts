import { type Mailbox, parseMailbox } from '../../mail/address.ts';
import { type Arguments, textOf } from '../contract/arguments.ts';
import type { AdminError } from '../contract/errors.ts';
import { badValue } from '../snapshot-change.ts';

/** An address as MAIL and RCPT have it, with or without its angle brackets.
 *  @returns undefined = not given, null = `<>` */
export function pathOf(args: Arguments, name: string): Mailbox | null | undefined | AdminError {
  const text = textOf(args, name);
  if (text === undefined || text === null) return undefined;
  const inner = text.replace(/^<(.*)>$/s, '$1').trim();
  if (inner === '') return null;
  return parseMailbox(inner) ?? badValue('E07', name, `"${text}" isn't a valid SMTP address.`, text);
}
