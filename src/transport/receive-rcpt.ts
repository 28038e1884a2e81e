import { reservedDomain } from '../access/decide.ts';
import type { Directory } from '../directory/directory.ts';
import type { Mailbox } from '../mail/address.ts';
import type { EnvelopeRecipient } from '../mail/envelope.ts';
import { recipientEntry } from '../routing/recipient-entry.ts';
import { connectorLimit } from '../routing/message-limits.ts';
import type { Refusal } from '../smtp/reply.ts';
import * as replies from '../smtp/replies.ts';
import { domainOf, judgeRecipient } from './receive-access.ts';
import { completeRecipient } from './receive-address.ts';
import type { MailContext } from './receive-mail.ts';
import type { ReceiveTransaction } from './receive-transaction.ts';

/** RCPT, checked in the order of receive-connectors.md §8.2. */
export function decideRcptCommand(
  transaction: ReceiveTransaction,
  directory: Directory,
  request: EnvelopeRecipient,
): Readonly<{ refusal: Refusal }> | Readonly<{ recipient: EnvelopeRecipient }> {
  const { context } = transaction;
  const address = completeRecipient(request.address, context.connector, context.snapshot);
  if (address === 'incomplete') return { refusal: INCOMPLETE };
  const refusal =
    reservedRefusal(context, address) ??
    relayRefusal(context, address) ??
    countRefusal(transaction, address) ??
    unknownRefusal(context, directory, address);
  return refusal === null ? { recipient: { address, parameters: request.parameters } } : { refusal };
}

const INCOMPLETE: Refusal = {
  reply: replies.invalidRecipientAddress,
  reason: 'the address has no domain and the connector no DefaultDomain',
  by: 'DefaultDomain',
};

/** Names that can lead nowhere. RFC 2606; Exchange: Set-ReceiveConnector -RejectReserved…, -RejectSingleLabel… */
function reservedRefusal(context: MailContext, address: Mailbox): Refusal | null {
  switch (reservedDomain(context.connector, address.domain)) {
    case null:
      return null;
    case 'topLevel':
      return refusal(
        replies.reservedDomain('tld'),
        'the top-level domain is reserved',
        'RejectReservedTopLevelRecipientDomains',
      );
    case 'secondLevel':
      return refusal(
        replies.reservedDomain('second'),
        'the domain is reserved',
        'RejectReservedSecondLevelRecipientDomains',
      );
    case 'singleLabel':
      return refusal(
        replies.singleLabel,
        'the domain has a single label',
        'RejectSingleLabelRecipientDomains',
      );
  }
}

function relayRefusal(context: MailContext, address: Mailbox): Refusal | null {
  const verdict = judgeRecipient(context.access, context.snapshot, address);
  if (verdict.allow) return null;
  const reply = replies.unableToRelay(context.snapshot.transportConfig.smtpReplyFamily);
  return refusal(reply, `${address.domain} is no accepted domain`, verdict.missing);
}

/** Accepted recipients count, each once; servers of the organization are exempt. receive-connectors.md §7.2 */
function countRefusal(transaction: ReceiveTransaction, address: Mailbox): Refusal | null {
  const { connector, access } = transaction.context;
  const most = connector.maxRecipientsPerMessage;
  if (access.isServer || transaction.recipientCount < most || transaction.hasRecipient(address)) return null;
  const limit = connectorLimit('MaxRecipientsPerMessage', most);
  const by = 'MaxRecipientsPerMessage';
  return { ...refusal(replies.tooManyRecipients, `${most} recipients are accepted`, by), limit };
}

/** Exchange: Set-RecipientFilterConfig -RecipientValidationEnabled, for domains with AddressBookEnabled. mail-flow.md §2.3 */
function unknownRefusal(context: MailContext, directory: Directory, address: Mailbox): Refusal | null {
  if (!context.snapshot.recipientFilter.recipientValidationEnabled) return null;
  const isListed = domainOf(context.snapshot, address)?.addressBookEnabled ?? false;
  if (!isListed || recipientEntry(directory, context.snapshot.acceptedDomains, address) !== null) return null;
  return refusal(replies.userUnknown, 'the directory has no such recipient', 'RecipientValidationEnabled');
}

function refusal(reply: Refusal['reply'], reason: string, by: string): Refusal {
  return { reply, reason, by };
}
