import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransportService } from '../../src/config/organization.ts';
import type { SendConnector } from '../../src/config/send-connector.ts';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import { createSubmissionFolders } from '../../src/store/submission-folder.ts';
import type { TrackingEvent } from '../../src/transport/events.ts';
import type { FolderKind } from '../../src/transport/pickup/file-envelope.ts';
import { FolderSubmission } from '../../src/transport/pickup/folder-submission.ts';
import type { OpenSubmissionFolder } from '../../src/transport/pickup/folder-port.ts';
import {
  directoryOf,
  type Harness,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from './delivery-harness.ts';

const FOLDERS = { Pickup: 'TransportRoles/Pickup', Replay: 'TransportRoles/Replay' } as const;

/** Pickup and Replay over real folders, a store in memory and a Send connector that gathers what leaves in `drops`. */
export class SubmissionLab {
  readonly root: string;
  readonly harness: Harness;
  readonly events: TrackingEvent[] = [];
  readonly errors: string[] = [];
  snapshot: ConfigSnapshot;
  isAccepting = true;
  now: number = Date.now();
  readonly #watches = new Map<FolderKind, FolderSubmission>();

  private constructor(root: string, connectors: readonly SendConnector[]) {
    this.root = root;
    const replayDirectoryPath = FOLDERS.Replay;
    const { transportService } = snapshotWith();
    this.snapshot = snapshotWith({
      sendConnectors: connectors,
      transportService: { ...transportService, replayDirectoryPath },
    });
    this.harness = startHarness(this.snapshot);
  }

  static async start(
    connectors: readonly SendConnector[] = [sendConnector({ smartHosts: [], dropDirectory: 'out' })],
  ): Promise<SubmissionLab> {
    const root = await mkdtemp(join(tmpdir(), 'postern-pickup-'));
    const lab = new SubmissionLab(root, connectors);
    for (const path of Object.values(FOLDERS))
      await mkdir(join(root, path), { recursive: true, mode: 0o700 });
    return lab;
  }

  set(change: Partial<TransportService>): void {
    const transportService = { ...this.snapshot.transportService, ...change };
    this.snapshot = { ...this.snapshot, transportService };
    this.harness.setSnapshot(this.snapshot);
  }

  /** A watch like that of a server that has just started. */
  fresh(
    kind: FolderKind,
    openFolder: OpenSubmissionFolder = createSubmissionFolders(this.root),
  ): FolderSubmission {
    return new FolderSubmission({
      kind,
      getSnapshot: () => this.snapshot,
      store: this.harness.store,
      directory: directoryOf([]),
      events: { track: (event) => this.events.push(event), protocol: () => undefined },
      logger: { info: () => undefined, warn: () => undefined, error: (text) => this.errors.push(text) },
      now: () => this.now,
      product: 'Postern',
      version: '0.1.0',
      openFolder,
      isAccepting: () => this.isAccepting,
      onAccepted: (message) => this.harness.delivery.accepted(message),
    });
  }

  watch(kind: FolderKind): FolderSubmission {
    const watch = this.#watches.get(kind) ?? this.fresh(kind);
    this.#watches.set(kind, watch);
    return watch;
  }

  path(kind: FolderKind, name = ''): string {
    return join(this.root, FOLDERS[kind], name);
  }

  /** Puts a file there; lines end as they are given. */
  async put(kind: FolderKind, name: string, content: string): Promise<void> {
    await writeFile(this.path(kind, name), content, 'latin1');
  }

  /** Puts a file there and looks once. */
  async submit(kind: FolderKind, content: string, name = 'mail.eml'): Promise<void> {
    await this.put(kind, name, content);
    await this.watch(kind).look();
  }

  async names(kind: FolderKind): Promise<readonly string[]> {
    return (await readdir(this.path(kind))).toSorted();
  }

  /** The content of the next messages that leave. */
  async left(count = 1): Promise<readonly string[]> {
    await until(() => this.harness.drops.length >= count, `${count} left`);
    return this.harness.drops.map(({ content }) => content);
  }

  async makeWritableByAll(kind: FolderKind): Promise<void> {
    await chmod(this.path(kind), 0o777);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const watch of this.#watches.values()) await watch.stop();
    await this.harness.stop();
    await rm(this.root, { recursive: true, force: true });
  }
}
