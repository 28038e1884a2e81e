import type { TransportConfig } from '../config/organization.ts';

/** A limit that a message exceeds, and whose it is. Sizes in octets. */
export type LimitHit = Readonly<{
  hop: 'ReceiveConnector' | 'Organization' | 'SendConnector';
  limit: string;
  allowed: number;
}>;

/** Limits of the organization, in their order: recipients, then sizes; the smaller of the two sizes is what bounds a
 *  relayed message. Exchange: Set-TransportConfig -MaxRecipientEnvelopeLimit, -MaxSendSize, -MaxReceiveSize; mail-flow.md §8.1
 *  @param message.sizeBytes null where sizes do not count: our own reports */
export function organizationLimit(
  config: TransportConfig,
  message: Readonly<{ recipients: number; sizeBytes: number | null }>,
): LimitHit | null {
  const { maxRecipientEnvelopeLimit, maxSendSize, maxReceiveSize } = config;
  if (maxRecipientEnvelopeLimit !== null && message.recipients > maxRecipientEnvelopeLimit) {
    return hit('MaxRecipientEnvelopeLimit', maxRecipientEnvelopeLimit);
  }
  const { sizeBytes } = message;
  if (sizeBytes === null) return null;
  if (maxSendSize !== null && sizeBytes > maxSendSize) return hit('MaxSendSize', maxSendSize);
  return maxReceiveSize !== null && sizeBytes > maxReceiveSize ? hit('MaxReceiveSize', maxReceiveSize) : null;
}

/** For tracking and Test-Relay: `Organization MaxSendSize=10485760`. */
export function limitText({ hop, limit, allowed }: LimitHit): string {
  return `${hop} ${limit}=${allowed}`;
}

function hit(limit: string, allowed: number): LimitHit {
  return { hop: 'Organization', limit, allowed };
}
