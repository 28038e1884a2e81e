import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeWords } from '../mail/encoded-word.ts';
import { findField, parseHeader } from '../mail/header.ts';

/** One file of a drop folder. */
export type DroppedMessage = Readonly<{
  id: string;
  from: string;
  to: readonly string[];
  subject: string;
  /** ISO 8601 */
  received: string;
  size: number;
}>;

export type DropReader = Readonly<{
  /** The latest first. */
  list: () => Promise<readonly DroppedMessage[]>;
  /** null = there is none */
  read: (id: string) => Promise<Buffer | null>;
}>;

const MOST_LISTED = 500;
/** Where a header is longer, its subject may be missing. */
const HEADER_BYTES = 65_536;
const NAME = /^[\w-]{1,100}$/;

/** Reads what drop-folder.ts wrote. An id is a file name without its ending, and never a path. */
export function createDropReader(folder: string): DropReader {
  return {
    list: async () => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
      const latest = names.toSorted().reverse().slice(0, MOST_LISTED);
      const found = await Promise.all(latest.map((name) => describe(folder, name.slice(0, -4))));
      return found.filter((entry) => entry !== null);
    },
    read: (id) =>
      NAME.test(id) ? readFile(join(folder, `${id}.eml`)).catch(() => null) : Promise.resolve(null),
  };
}

/** null = it has gone meanwhile, or is none of ours */
async function describe(folder: string, id: string): Promise<DroppedMessage | null> {
  if (!NAME.test(id)) return null;
  const path = join(folder, `${id}.eml`);
  try {
    const [{ size, mtime }, start] = await Promise.all([stat(path), readStart(path)]);
    const { fields } = parseHeader(start);
    const values = (name: string): string[] =>
      fields.filter((field) => field.key === name).map((field) => address(field.value()));
    return {
      id,
      from: values('x-sender')[0] ?? '',
      to: values('x-receiver'),
      subject: decodeWords(findField(fields, 'Subject')?.value().trim() ?? ''),
      received: mtime.toISOString(),
      size,
    };
  } catch {
    return null;
  }
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** `<chris@contoso.com> BODY=8BITMIME` without what follows the address. */
function address(value: string): string {
  return /<([^>]*)>/.exec(value)?.[1] ?? value.trim();
}
