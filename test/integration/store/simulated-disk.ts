import type { FileLayer, LogFile } from '../../../src/store/file-layer.ts';

type Change = Readonly<{ position: number; bytes: Buffer }> | Readonly<{ length: number }>;
type SimFile = { durable: Buffer; current: Buffer; pending: Change[]; nameDurable: boolean };

export type Operation = 'open' | 'write' | 'sync' | 'truncate' | 'remove' | 'rename' | 'syncFolder';
/** An error to throw, 'short' for a write that stops half-way, null to let it happen. */
export type Fault = (operation: Operation, count: number) => Error | 'short' | null;

/** A disk in memory under the queue: it knows what a power cut would leave, and can make any operation fail. */
export class SimulatedDisk implements FileLayer {
  readonly files: Map<string, SimFile> = new Map();
  /** Decides on each operation; `count` counts all of them. */
  fault: Fault = () => null;
  operations = 0;
  syncs = 0;

  /** What is on the disk after the power went: what was synced, and of the rest whatever `keep` picks.
   *  @param keep how much of a change survives, 0 to 1 */
  afterPowerCut(keep: () => number): SimulatedDisk {
    const next = new SimulatedDisk();
    for (const [path, file] of this.files) {
      if (!file.nameDurable && keep() < 0.5) continue;
      let content = file.durable;
      for (const change of file.pending) content = apply(content, partly(change, keep()));
      next.files.set(path, { durable: content, current: content, pending: [], nameDurable: true });
    }
    return next;
  }

  /** What a killed process leaves: everything that was written, synced or not. */
  afterKill(): SimulatedDisk {
    const next = new SimulatedDisk();
    for (const [path, file] of this.files) {
      next.files.set(path, { durable: file.current, current: file.current, pending: [], nameDurable: true });
    }
    return next;
  }

  #step(operation: Operation): 'short' | null {
    this.operations += 1;
    const fault = this.fault(operation, this.operations);
    if (fault instanceof Error) throw fault;
    return fault;
  }

  makeFolder(): Promise<void> {
    return Promise.resolve();
  }

  list(folder: string): Promise<readonly string[]> {
    const names = [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    return Promise.resolve(
      names.map((path) => path.slice(folder.length + 1)).filter((name) => !name.includes('/')),
    );
  }

  async open(path: string, create: boolean): Promise<LogFile> {
    this.#step('open');
    await Promise.resolve();
    if (create && this.files.has(path)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    const made: SimFile = {
      durable: Buffer.alloc(0),
      current: Buffer.alloc(0),
      pending: [],
      nameDurable: false,
    };
    const file = this.files.get(path) ?? made;
    this.files.set(path, file);
    return this.#handle(file);
  }

  #handle(file: SimFile): LogFile {
    return {
      writev: async (buffers, position) => {
        const short = this.#step('write') === 'short';
        await Promise.resolve();
        const whole = Buffer.concat(buffers);
        const bytes = short ? whole.subarray(0, Math.ceil(whole.length / 2)) : whole;
        change(file, { position, bytes });
        return { bytesWritten: bytes.length };
      },
      datasync: async () => {
        this.#step('sync');
        await Promise.resolve();
        this.syncs += 1;
        file.durable = file.current;
        file.pending = [];
      },
      read: (buffer, offset, length, position) =>
        Promise.resolve({ bytesRead: file.current.copy(buffer, offset, position, position + length) }),
      truncate: async (length) => {
        this.#step('truncate');
        await Promise.resolve();
        change(file, { length });
      },
      size: () => Promise.resolve(file.current.length),
      close: () => Promise.resolve(),
    };
  }

  async remove(path: string): Promise<void> {
    this.#step('remove');
    await Promise.resolve();
    this.files.delete(path);
  }

  rename(): Promise<void> {
    return Promise.reject(new Error('the segment log renames nothing'));
  }

  async syncFolder(): Promise<void> {
    this.#step('syncFolder');
    await Promise.resolve();
    for (const file of this.files.values()) file.nameDurable = true;
  }

  writeAside(path: string, bytes: Buffer): Promise<void> {
    this.files.set(path, { durable: bytes, current: bytes, pending: [], nameDurable: true });
    return Promise.resolve();
  }
}

function change(file: SimFile, what: Change): void {
  file.pending.push(what);
  file.current = apply(file.current, what);
}

function apply(content: Buffer, what: Change | null): Buffer {
  if (what === null) return content;
  if ('length' in what) return Buffer.from(content.subarray(0, what.length));
  const next = Buffer.alloc(Math.max(content.length, what.position + what.bytes.length));
  content.copy(next);
  what.bytes.copy(next, what.position);
  return next;
}

function partly(what: Change, share: number): Change | null {
  if (share <= 0) return null;
  if ('length' in what || share >= 1) return what;
  return { position: what.position, bytes: what.bytes.subarray(0, Math.floor(what.bytes.length * share)) };
}
