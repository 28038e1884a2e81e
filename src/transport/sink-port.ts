import type { EnvelopeRecipient } from '../mail/envelope.ts';
import type { MessageFacts } from '../queue/message.ts';

/** A message on its way into files. */
export type FileDelivery = Readonly<{
  facts: MessageFacts;
  recipients: readonly EnvelopeRecipient[];
  /** Header and body after the header firewall, CRLF line ends. */
  content: AsyncIterable<Buffer>;
}>;

/** The folder of a Foreign connector: who administers the server makes it, and how much it may hold is set.
 *  mail-flow.md §1.10 */
export type ForeignFolder = Readonly<{ quotaBytes: number | null }>;

/** A drop-folder connector's destination. Ring 1 port; the adapter is store/drop-folder.ts. */
export interface DropFolder {
  /** Writes one file; resolves with its path when it is on stable storage under its final name.
   *  Rejects with what the system said: the message waits and is tried again.
   *  @param foreign there for a Foreign connector; any other folder is made, and has no bound */
  drop(directory: string, delivery: FileDelivery, foreign?: ForeignFolder): Promise<string>;
}

/** Local mailboxes. Ring 1 port; the adapter is store/maildir.ts. */
export interface MailboxStore {
  /** Delivers to the mailbox of that alias; resolves when the message is on stable storage. */
  deliver(alias: string, delivery: FileDelivery): Promise<void>;
}
