import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { QueueStore } from '../queue/ports.ts';
import type { Dialer } from './dialer-port.ts';
import type { Events, Logger } from './events.ts';
import type { MtaStsPolicies } from './mta-sts-port.ts';
import type { OwnListener } from './own-endpoint.ts';
import type { PoisonGuard } from './poison.ts';
import type { QueueManager } from './queue-manager.ts';
import type { Resolver } from './resolver-port.ts';
import type { DropFolder, MailboxStore } from './sink-port.ts';

/** What the deliver stage needs of the world and of the other stages. */
export type DeliverPorts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  store: QueueStore;
  directory: Directory;
  resolver: Resolver;
  /** For connectors with UseExternalDNSServersEnabled. */
  externalResolver: Resolver;
  dialer: Dialer;
  mtaSts: MtaStsPolicies;
  dropFolder: DropFolder;
  mailboxes: MailboxStore;
  events: Events;
  logger: Logger;
  now: () => number;
  random: () => number;
  ownListeners: () => readonly OwnListener[];
  /** The machine's addresses, for listeners on a wildcard. */
  ownAddresses: () => readonly string[];
  manager: QueueManager;
  poison: PoisonGuard;
}>;
