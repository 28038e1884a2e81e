import type { ServerIdentity } from '../../config/organization.ts';
import type { RemoteDomainEntry } from '../../config/remote-domain.ts';
import type { AuditRow } from '../../config/audit-row.ts';
import { newReceiveConnector, newSendConnector } from '../../config/defaults.ts';
import type { ConfigSnapshot, ConfigStore } from '../../config/snapshot.ts';
import { KEY_FILE } from '../secret-box.ts';
import type { SecretBox } from '../secret-box.ts';
import { decode, snapshotDifference } from './codec.ts';
import type { DecodeFindings } from './codec.ts';
import type { Database } from './database.ts';
import type { StoredObject } from './protocol.ts';

/** Another change came first; nothing was changed. The caller reads the current snapshot and tries again. */
class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
  readonly code = 'POSTERN_CONCURRENCY_CONFLICT';
}

export type ConfigStart = Readonly<{
  first: () => ConfigSnapshot;
  identity: (stored: ServerIdentity) => ServerIdentity;
  secrets: SecretBox;
  /** Something an operator should know about what is stored. */
  warn: (text: string) => void;
}>;

type ChangeListener = (next: ConfigSnapshot, previous: ConfigSnapshot) => void;

/** The configuration in DATA/postern.db, with its current snapshot in memory. */
export class SqliteConfigStore implements ConfigStore {
  readonly #database: Database;
  readonly #secrets: SecretBox;
  readonly #listeners: ChangeListener[] = [];
  #current: ConfigSnapshot;
  #lastCommit: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, secrets: SecretBox, current: ConfigSnapshot) {
    this.#database = database;
    this.#secrets = secrets;
    this.#current = current;
  }

  /** Loads what is stored; a new database gets the first snapshot.
   *  @param start.identity names of the server for this run, given the stored ones */
  static async open(database: Database, start: ConfigStart): Promise<SqliteConfigStore> {
    const { secrets } = start;
    const stored = await database.ask({ op: 'loadConfig' });
    const first = { ...start.first(), version: 1 };
    if (stored === null) {
      const difference = snapshotDifference(null, first, secrets);
      await database.ask({
        op: 'commitConfig',
        change: { expectedVersion: 0, nextVersion: 1, ...difference, audit: null },
      });
      return new SqliteConfigStore(database, secrets, first);
    }
    const findings: DecodeFindings = { unsealed: 0, unreadable: 0 };
    const snapshot = restore(first, stored, { secrets, findings });
    if (findings.unreadable > 0) start.warn(unreadable(findings.unreadable));
    if (findings.unsealed > 0) await sealAll(database, snapshot, secrets);
    return new SqliteConfigStore(database, secrets, {
      ...snapshot,
      server: start.identity(snapshot.server),
    });
  }

  get current(): ConfigSnapshot {
    return this.#current;
  }

  commit(expectedVersion: number, next: ConfigSnapshot, audit: AuditRow): Promise<void> {
    const commit = this.#lastCommit.then(() => this.#commit(expectedVersion, next, audit));
    this.#lastCommit = commit.catch(() => undefined);
    return commit;
  }

  async #commit(expectedVersion: number, next: ConfigSnapshot, audit: AuditRow): Promise<void> {
    const previous = this.#current;
    if (previous.version !== expectedVersion) throw conflict(expectedVersion, previous.version);
    const change = {
      expectedVersion,
      nextVersion: next.version,
      ...snapshotDifference(previous, next, this.#secrets),
      audit,
    };
    const committed = await this.#database.ask({ op: 'commitConfig', change });
    if (!committed) throw conflict(expectedVersion, previous.version);
    this.#current = next;
    for (const listener of this.#listeners) listener(next, previous);
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }
}

function conflict(expected: number, current: number): ConcurrencyConflict {
  return new ConcurrencyConflict(
    `the configuration is at version ${current}, not ${expected}: read it and try again`,
  );
}

function unreadable(count: number): string {
  return (
    `${count} stored password(s) or private key(s) cannot be read with the key file ${KEY_FILE} of this data folder: ` +
    'put back the file that belongs to it, or set AuthenticationCredential and import the certificates again'
  );
}

/** Rows of a program that did not seal secrets are written again, at the same version. */
async function sealAll(database: Database, snapshot: ConfigSnapshot, secrets: SecretBox): Promise<void> {
  const { version } = snapshot;
  const { upsert } = snapshotDifference(null, snapshot, secrets);
  const change = { expectedVersion: version, nextVersion: version, upsert, remove: [], audit: null };
  await database.ask({ op: 'commitConfig', change });
}

const NOBODY = { guid: '', name: '', whenCreated: '' };
const SEND_DEFAULTS = newSendConnector({ ...NOBODY, serverName: '' });
const RECEIVE_DEFAULTS = newReceiveConnector({ ...NOBODY, usage: 'Custom', domain: '', createdOrder: 0 });

/** Connectors and singles are laid over the initial values, so that a setting of a newer program has its default. */
function restore(
  initial: ConfigSnapshot,
  { version, objects }: Readonly<{ version: number; objects: readonly StoredObject[] }>,
  context: Parameters<typeof decode>[2],
): ConfigSnapshot {
  const list = <T extends object>(kind: string, shape: readonly T[]): T[] =>
    objects.filter((object) => object.kind === kind).map((object) => decode(object.body, shape, context));
  const single = <T extends object>(kind: string, fallback: T): T => {
    const object = objects.find((candidate) => candidate.kind === kind);
    return object === undefined ? fallback : { ...fallback, ...decode(object.body, [fallback], context) };
  };
  return {
    version,
    server: single('server', initial.server),
    receiveConnectors: list('receiveConnectors', initial.receiveConnectors).map((stored) => ({
      ...RECEIVE_DEFAULTS,
      ...stored,
    })),
    sendConnectors: list('sendConnectors', initial.sendConnectors).map((stored) => ({
      ...SEND_DEFAULTS,
      ...stored,
    })),
    acceptedDomains: list('acceptedDomains', initial.acceptedDomains),
    remoteDomains: withDefault(list('remoteDomains', initial.remoteDomains), initial.remoteDomains),
    directory: list('directory', initial.directory),
    certificates: list('certificates', initial.certificates),
    administrators: list('administrators', initial.administrators),
    transportConfig: single('transportConfig', initial.transportConfig),
    transportService: single('transportService', initial.transportService),
    senderFilter: single('senderFilter', initial.senderFilter),
    recipientFilter: single('recipientFilter', initial.recipientFilter),
    transportLogs: single('transportLogs', initial.transportLogs),
    frontendLogs: single('frontendLogs', initial.frontendLogs),
    telemetry: single('telemetry', initial.telemetry),
    acme: single('acme', initial.acme),
  };
}

/** A database of a program that did not know remote domains lacks the one for `*`. */
function withDefault(
  stored: readonly RemoteDomainEntry[],
  initial: readonly RemoteDomainEntry[],
): readonly RemoteDomainEntry[] {
  return stored.some((domain) => domain.domainName === '*') ? stored : [...initial, ...stored];
}
