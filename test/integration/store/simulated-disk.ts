import type { FileLayer, LogFile } from '../../../src/store/file-layer.ts';

type Write = Readonly<{ position: number; bytes: Buffer }>;
type Change = Write | Readonly<{ length: number }>;
/** `pending`: changes since the last sync, in order. */
type SimFile = { durable: Buffer; current: Buffer; pending: Change[] };

export type Operation =
  | 'open'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'read'
  | 'remove'
  | 'rename'
  | 'syncFolder'
  | 'writeAside';
/** An error to throw, 'short' for a write that stops half-way, null to let it happen. */
export type Fault = (operation: Operation, count: number) => Error | 'short' | null;

const SECTOR_BYTES = 512;

/** A disk in memory under the queue: it knows what a power cut would leave, and can make any operation fail. */
export class SimulatedDisk implements FileLayer {
  readonly files: Map<string, SimFile> = new Map();
  /** What names a power cut would leave. */
  #durableNames = new Map<string, SimFile>();
  /** Decides on each operation; `count` counts all of them. */
  fault: Fault = () => null;
  /** Octets by which files may still grow. */
  free: number = Number.POSITIVE_INFINITY;
  operations = 0;
  syncs = 0;

  /** What is on the disk after the power went: what was synced, and of the rest whatever `keep` picks. Names and sectors
   *  are kept or lost each on its own, in any order.
   *  @param keep 0 = lost, 1 = kept; between: of a write only some sectors */
  afterPowerCut(keep: () => number): SimulatedDisk {
    const next = new SimulatedDisk();
    for (const path of new Set([...this.files.keys(), ...this.#durableNames.keys()])) {
      const [now, durable] = [this.files.get(path), this.#durableNames.get(path)];
      const file = now === durable || keep() >= 0.5 ? now : durable;
      if (file === undefined) continue;
      let content = file.durable;
      for (const change of file.pending) content = applyPartly(content, change, keep);
      next.put(path, content);
    }
    return next;
  }

  /** What a killed process leaves: everything that was written, synced or not. */
  afterKill(): SimulatedDisk {
    const next = new SimulatedDisk();
    for (const [path, file] of this.files) next.put(path, file.current);
    return next;
  }

  /** A file that has long been there. */
  put(path: string, content: Buffer): void {
    const file = { durable: content, current: content, pending: [] };
    this.files.set(path, file);
    this.#durableNames.set(path, file);
  }

  content(path: string): Buffer {
    return this.files.get(path)?.current ?? Buffer.alloc(0);
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
    const file = this.files.get(path) ?? { durable: Buffer.alloc(0), current: Buffer.alloc(0), pending: [] };
    this.files.set(path, file);
    return this.#handle(file);
  }

  #handle(file: SimFile): LogFile {
    return {
      writev: async (buffers, position) => {
        await Promise.resolve();
        return { bytesWritten: this.#write(file, buffers, position).bytes.length };
      },
      writevDurable: async (buffers, position) => {
        await Promise.resolve();
        const written = this.#write(file, buffers, position);
        this.#step('sync');
        this.syncs += 1;
        file.durable = apply(file.durable, written);
        file.pending = file.pending.filter((other) => other !== written);
        return { bytesWritten: written.bytes.length };
      },
      datasync: async () => {
        this.#step('sync');
        await Promise.resolve();
        this.syncs += 1;
        file.durable = file.current;
        file.pending = [];
      },
      read: async (buffer, offset, length, position) => {
        this.#step('read');
        await Promise.resolve();
        return { bytesRead: file.current.copy(buffer, offset, position, position + length) };
      },
      truncate: async (length) => {
        this.#step('truncate');
        await Promise.resolve();
        this.free += file.current.length - length;
        change(file, { length });
      },
      size: () => Promise.resolve(file.current.length),
      close: () => Promise.resolve(),
    };
  }

  #write(file: SimFile, buffers: readonly Buffer[], position: number): Write {
    const short = this.#step('write') === 'short';
    const whole = Buffer.concat(buffers);
    const bytes = whole.subarray(0, short ? Math.ceil(whole.length / 2) : this.#room(file, position, whole));
    this.free -= Math.max(0, position + bytes.length - file.current.length);
    const written = { position, bytes };
    change(file, written);
    return written;
  }

  /** How many of the octets fit. */
  #room(file: SimFile, position: number, whole: Buffer): number {
    const growth = Math.max(0, position + whole.length - file.current.length);
    const fits = whole.length - Math.max(0, growth - this.free);
    if (fits <= 0) throw Object.assign(new Error('simulated full disk'), { code: 'ENOSPC' });
    return fits;
  }

  async remove(path: string): Promise<void> {
    this.#step('remove');
    await Promise.resolve();
    this.free += this.content(path).length;
    this.files.delete(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename');
    await Promise.resolve();
    const file = this.files.get(from);
    if (file === undefined) throw Object.assign(new Error(`there is no ${from}`), { code: 'ENOENT' });
    this.files.delete(from);
    this.files.set(to, file);
  }

  async syncFolder(): Promise<void> {
    this.#step('syncFolder');
    await Promise.resolve();
    this.#durableNames = new Map(this.files);
  }

  async writeAside(path: string, bytes: Buffer): Promise<void> {
    this.#step('writeAside');
    await Promise.resolve();
    this.put(path, Buffer.from(bytes));
  }
}

function change(file: SimFile, what: Change): void {
  file.pending.push(what);
  file.current = apply(file.current, what);
}

function apply(content: Buffer, what: Change): Buffer {
  if ('length' in what) return Buffer.from(content.subarray(0, what.length));
  const next = Buffer.alloc(Math.max(content.length, what.position + what.bytes.length));
  content.copy(next);
  what.bytes.copy(next, what.position);
  return next;
}

function applyPartly(content: Buffer, what: Change, keep: () => number): Buffer {
  const share = keep();
  if (share >= 1) return apply(content, what);
  if (share <= 0) return content;
  if ('length' in what) return content;
  let next = content;
  const { position, bytes } = what;
  for (let at = 0; at < bytes.length; ) {
    // Sectors are those of the disk, not of the write.
    const length = Math.min(SECTOR_BYTES - ((position + at) % SECTOR_BYTES), bytes.length - at);
    // A long run of zeros ahead is not drawn for sector by sector.
    const run = at > 64 * SECTOR_BYTES ? bytes.length - at : length;
    if (keep() >= 0.5) next = apply(next, { position: position + at, bytes: bytes.subarray(at, at + run) });
    at += run;
  }
  return next;
}
