import type { AttemptResult } from '../queue/recipient-state.ts';
import { type LimitHit, limitText } from '../routing/message-limits.ts';

/** A failure that we found ourselves, in the words of mail-flow.md §5.4. */
export type OwnRefusal = Readonly<{
  status: string;
  diagnostic: string;
  /** Tracking source of the FAIL event. */
  source: 'RESOLVER' | 'ROUTING' | 'DNS' | 'QUEUE' | 'SMTP' | 'ADMIN' | 'STOREDRIVER' | 'PICKUP';
  /** The limit that was hit and at which hop, for tracking. */
  limit?: string;
}>;

export const RECIPIENT_NOT_FOUND: OwnRefusal = {
  status: '5.1.10',
  diagnostic: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  source: 'RESOLVER',
};

export const INVALID_EXTERNAL_ADDRESS: OwnRefusal = {
  status: '5.1.3',
  diagnostic: '550 5.1.3 STOREDRV.Submit; invalid recipient address',
  source: 'RESOLVER',
};

export const AUTHENTICATION_REQUIRED: OwnRefusal = {
  status: '5.7.1',
  diagnostic: '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required',
  source: 'RESOLVER',
};

export const EXPANSION_FAILED: OwnRefusal = {
  status: '5.2.4',
  diagnostic: '550 5.2.4 RESOLVER.GRP.Expansion; the group has no members',
  source: 'RESOLVER',
};

export const RESOLUTION_LOOP: OwnRefusal = {
  status: '5.4.6',
  diagnostic: '550 5.4.6 RESOLVER.FWD.Loop; the recipient leads back to itself',
  source: 'RESOLVER',
};

const TOO_MANY_RECIPIENTS: OwnRefusal = {
  status: '5.5.3',
  diagnostic: '550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients',
  source: 'RESOLVER',
};

const ORGANIZATION_SIZE_LIMIT: OwnRefusal = {
  status: '5.2.12',
  diagnostic: '550 5.2.12 RESOLVER.RST.SendSizeLimit.Org; message too large for this organization',
  source: 'RESOLVER',
};

const SENDER_SIZE_LIMIT: OwnRefusal = {
  status: '5.2.11',
  diagnostic: '550 5.2.11 RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender',
  source: 'RESOLVER',
};

const RECEIVE_SIZE_LIMIT: OwnRefusal = {
  status: '5.2.3',
  diagnostic: '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
  source: 'RESOLVER',
};

const CONNECTOR_SIZE_LIMIT: OwnRefusal = {
  status: '5.3.4',
  diagnostic: '550 5.3.4 ROUTING.SizeLimit; message size exceeds fixed maximum size for route',
  source: 'ROUTING',
};

export const NULL_MX: OwnRefusal = {
  status: '5.1.10',
  diagnostic: '556 5.1.10 Recipient domain accepts no mail (null MX)',
  source: 'DNS',
};

export const NONEXISTENT_DOMAIN: OwnRefusal = {
  status: '5.4.4',
  diagnostic: '550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
  source: 'DNS',
};

export const ROUTING_LOOP: OwnRefusal = {
  status: '5.4.6',
  diagnostic: '554 5.4.6 Hop count exceeded - possible mail loop',
  source: 'ROUTING',
};

export const DAMAGED: OwnRefusal = {
  status: '5.3.0',
  diagnostic: '550 5.3.0 QUEUE.Damaged; the message was damaged on the disk of the relay and cannot be sent',
  source: 'QUEUE',
};

export const EXPIRED: OwnRefusal = {
  status: '4.4.7',
  diagnostic: '550 4.4.7 QUEUE.Expired; message expired',
  source: 'QUEUE',
};

export const REMOVED_BY_ADMINISTRATOR: OwnRefusal = {
  status: '4.3.2',
  diagnostic: '550 4.3.2 QUEUE.Admin; message deleted by administrative action',
  source: 'ADMIN',
};

/** What a message is refused with that exceeds a limit after it was accepted; the limit goes to tracking. */
export function limitRefusal(hit: LimitHit): OwnRefusal {
  return { ...refusalOf(hit), limit: limitText(hit) };
}

function refusalOf({ hop, limit }: LimitHit): OwnRefusal {
  if (limit === 'MaxRecipientEnvelopeLimit' || limit === 'RecipientLimits') return TOO_MANY_RECIPIENTS;
  if (hop === 'SendConnector') return CONNECTOR_SIZE_LIMIT;
  if (limit === 'MaxReceiveSize') return RECEIVE_SIZE_LIMIT;
  return hop === 'Sender' ? SENDER_SIZE_LIMIT : ORGANIZATION_SIZE_LIMIT;
}

/** The refusal as the result of an attempt. */
export function permanentFailure(refusal: OwnRefusal): AttemptResult {
  return { kind: 'permanent', status: refusal.status, diagnostic: refusal.diagnostic, remoteMta: '' };
}
