import { effectiveRights } from '../../../access/effective-rights.ts';
import { sizeLimit } from '../../../access/decide.ts';
import type { Mailbox } from '../../../mail/address.ts';
import { type LimitHit, organizationLimit } from '../../../routing/message-limits.ts';
import { route } from '../../../routing/route.ts';
import type { RelayFacts } from './replies.ts';

/** The message that Test-Relay asks about. */
export type AskedMessage = Readonly<{ sizeBytes: number | null; recipients: number }>;

/** The first limit that a message meets on its way, from the session to the next hop. mail-flow.md §8.1 */
export function firstLimit(
  { snapshot, connector, explanation }: RelayFacts,
  recipient: Mailbox | undefined,
  { sizeBytes, recipients }: AskedMessage,
): LimitHit | null {
  const size = sizeLimit(effectiveRights(connector, explanation.principals), connector);
  if (size !== null && sizeBytes !== null && sizeBytes > size) {
    return { hop: 'ReceiveConnector', limit: 'MaxMessageSize', allowed: size };
  }
  if (recipients > connector.maxRecipientsPerMessage) {
    const allowed = connector.maxRecipientsPerMessage;
    return { hop: 'ReceiveConnector', limit: 'MaxRecipientsPerMessage', allowed };
  }
  const organization = organizationLimit(snapshot.transportConfig, { recipients, sizeBytes });
  if (organization !== null || recipient === undefined || sizeBytes === null) return organization;
  const found = route(snapshot.sendConnectors, recipient.domain, sizeBytes);
  if (found.kind !== 'tooLarge') return null;
  return { hop: 'SendConnector', limit: 'MaxMessageSize', allowed: found.limitBytes };
}
