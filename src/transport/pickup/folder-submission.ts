import { StoreFull, StoreUnavailable } from '../../queue/errors.ts';
import { dropFolderOf } from '../../config/foreign-connector.ts';
import type { Logger, TrackingEvent } from '../events.ts';
import { MinuteRate } from '../minute-rate.ts';
import type { FolderKind } from './file-envelope.ts';
import type { OpenSubmissionFolder, SubmissionFolder, TakenFile } from './folder-port.ts';
import type { SubmitPorts } from './submit-file.ts';

export type FolderPorts = SubmitPorts &
  Readonly<{
    kind: FolderKind;
    openFolder: OpenSubmissionFolder;
    /** False while mail is refused: files stay where they are. mail-flow.md §7.2 */
    isAccepting: () => boolean;
    logger: Logger;
  }>;

/** Exchange looks every five seconds, and so do we. */
const POLL_MS = 5000;

type Opened = Readonly<{ key: string; folder: SubmissionFolder }>;

/** Looks into the Pickup or the Replay folder and submits what lies there, one file after the other, as many in a minute as
 *  are allowed. The path is read at each look, so that a new one holds at the next. mail-flow.md §1.7, §1.8 */
export class FolderSubmission {
  readonly #ports: FolderPorts;
  readonly #rate = new MinuteRate();
  #opened: Opened | null = null;
  #problem: string | null = null;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(ports: FolderPorts) {
    this.#ports = ports;
  }

  /** Why no file is taken from a folder that is set, for people; null = all is well. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), POLL_MS).unref();
    void this.look();
  }

  /** Resolves when the file at hand is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  /** One look. Never rejects; a look under way is waited for instead. */
  look(): Promise<void> {
    this.#running ??= this.#lookNow()
      .catch((error: unknown) => this.#tell(`The folder cannot be read: ${textOf(error)}`))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #lookNow(): Promise<void> {
    const folder = await this.#folder();
    if (folder === null || !this.#mayGoOn()) return;
    for (const name of await folder.waiting()) {
      if (!this.#mayGoOn() || !this.#hasRoom()) return;
      const file = await folder.take(name);
      if (file !== null) await this.#submit(file);
    }
  }

  #mayGoOn(): boolean {
    return !this.#stopped && this.#ports.isAccepting();
  }

  #hasRoom(): boolean {
    const { getSnapshot, now } = this.#ports;
    return this.#rate.enter(getSnapshot().transportService.pickupDirectoryMaxMessagesPerMinute, now());
  }

  /** The folder as it is set now, where it can be used. */
  async #folder(): Promise<SubmissionFolder | null> {
    const { kind, getSnapshot, openFolder } = this.#ports;
    const { transportService, sendConnectors } = getSnapshot();
    const path =
      kind === 'Pickup' ? transportService.pickupDirectoryPath : transportService.replayDirectoryPath;
    if (path === null) {
      this.#opened = null;
      this.#problem = null;
      return null;
    }
    const drops = sendConnectors.flatMap((connector) => dropFolderOf(connector, transportService) ?? []);
    const key = JSON.stringify([path, drops]);
    const isNew = this.#opened?.key !== key;
    const opened = isNew ? { key, folder: openFolder(path, drops) } : this.#opened;
    if (opened === null) return null;
    const problem = await opened.folder.problem();
    this.#tell(problem);
    if (problem !== null) return null;
    if (isNew) await opened.folder.recover();
    this.#opened = opened;
    return opened.folder;
  }

  /** Each problem is said once, not every five seconds. */
  #tell(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    if (problem !== null) this.#ports.logger.error(problem, { folder: this.#ports.kind });
  }

  async #submit(file: TakenFile): Promise<void> {
    const { kind, logger } = this.#ports;
    try {
      const { submitFile } = await import('./submit-file.ts');
      const outcome = await submitFile(kind, file, this.#ports);
      if (outcome.kind === 'bad') await this.#setAside(file, outcome.reason);
      else await this.#remove(file);
    } catch (error) {
      logger.error('A file could not be submitted', { folder: kind, file: file.name, error: textOf(error) });
      if (isTransient(error)) await file.giveBack();
      else await this.#setAside(file, textOf(error));
    }
  }

  /** What is in the queue must not be submitted again: where the file stays it has another name until the next start. */
  async #remove(file: TakenFile): Promise<void> {
    await file.remove().catch((error: unknown) => {
      const fields = { folder: this.#ports.kind, file: file.name, error: textOf(error) };
      this.#ports.logger.error(
        'A submitted file could not be deleted: delete it before the next start',
        fields,
      );
    });
  }

  async #setAside(file: TakenFile, reason: string): Promise<void> {
    const { kind, logger, events, now } = this.#ports;
    const name = await file.setAside();
    logger.warn('A file can be neither submitted nor reported', { folder: kind, file: name, reason });
    events.track(badMail({ at: now(), sourceContext: `${kind};${name}`, reason }));
  }
}

/** mail-flow.md §1.9, §6.5: nothing is known of a message. */
function badMail({
  at,
  sourceContext,
  reason,
}: Readonly<{ at: number; sourceContext: string; reason: string }>): TrackingEvent {
  return {
    ...{ at, eventId: 'BADMAIL', source: 'PICKUP', sourceContext, messageInfo: reason },
    ...{ clientIp: '', clientHostname: '', serverIp: '', serverHostname: '', connectorId: '' },
    ...{ internalMessageId: 0, messageId: '', networkMessageId: '', recipients: [], recipientStatus: [] },
    ...{ totalBytes: 0, relatedRecipientAddress: '', reference: '', messageSubject: '', sender: '' },
    ...{ returnPath: '', directionality: '', customData: '' },
  };
}

/** The disk, not the file, is to blame. */
function isTransient(error: unknown): boolean {
  if (error instanceof StoreFull || error instanceof StoreUnavailable) return true;
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
