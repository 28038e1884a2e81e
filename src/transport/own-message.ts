import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Mailbox } from '../mail/address.ts';
import type { MessageFacts, StoredMessage } from '../queue/message.ts';
import { NO_MAIL_PARAMETERS } from '../smtp/parameters.ts';
import { postmasterAddress } from './dsn/settings.ts';

/** What one message of our own has that another does not. */
export type OwnMessage = Readonly<{
  id: number;
  guid: string;
  messageId: string;
  subject: string;
  sourceName: 'DSN' | 'TLSRPT' | 'Test-Mailflow';
  receivers: readonly Mailbox[];
  /** Octets. */
  headerBytes: number;
  sizeBytes: number;
  body: MessageFacts['parameters']['body'];
  smtpUtf8: boolean;
  relatedMessageId: string | null;
  /** Epoch ms */
  at: number;
  expiresAt: number;
}>;

/** A message of this server as it enters the queue. Its sender is null, so that nobody is ever told of its failure.
 *  RFC 5321 §4.5.5 */
export function ownMessage(made: OwnMessage, snapshot: ConfigSnapshot): StoredMessage {
  const { id, messageId, sourceName, headerBytes, sizeBytes, subject, relatedMessageId, expiresAt } = made;
  const parameters = { notify: [], orcpt: null };
  const pending = { parameters, state: 'pending', resolved: false, attempts: 0, lastError: '' } as const;
  return {
    facts: {
      ...OF_THIS_SERVER,
      headerFrom: postmasterAddress(snapshot),
      id,
      networkMessageId: made.guid,
      messageId,
      sourceName,
      receivedAt: made.at,
      expiresAt,
      parameters: { ...NO_MAIL_PARAMETERS, size: sizeBytes, body: made.body, smtpUtf8: made.smtpUtf8 },
      sizeBytes,
      headerBytes,
      originalSizeBytes: sizeBytes,
      subject,
      relatedMessageId,
    },
    state: {
      recipients: made.receivers.map((address) => ({ ...pending, address, delayReported: false })),
      suspended: false,
      crashes: 0,
    },
  };
}

/** No client handed it in. */
const OF_THIS_SERVER = {
  reversePath: null,
  connectorId: '',
  clientIp: '',
  clientHello: '',
  serverIp: '',
  sessionId: '',
  authAs: 'Internal',
  authMechanism: '',
  scl: null,
  directionality: 'Originating',
} as const;
