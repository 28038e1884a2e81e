import type { ShellIo } from '../io.ts';
import { itemsOf } from '../format/kinds.ts';
import { toText } from '../values/text.ts';
import { fileOctets } from './encodings.ts';
import type { PsValue } from '../values/value.ts';

type FileMethod = (args: readonly PsValue[], io: ShellIo) => PsValue | Promise<PsValue>;

/** [System.IO.Path] and [System.IO.File]. shell-language.md §3.5 */
export const FILE_METHODS: readonly (readonly [string, FileMethod])[] = [
  ['system.io.path::getfilename', (args) => pathPart(args).file],
  ['system.io.path::getdirectoryname', (args) => pathPart(args).folder],
  ['system.io.path::getextension', (args) => /\.[^.]*$/.exec(pathPart(args).file)?.[0] ?? ''],
  ['system.io.path::getfilenamewithoutextension', (args) => pathPart(args).file.replace(/\.[^.]*$/, '')],
  ['system.io.path::combine', (args) => combined(args.map((arg) => toText(arg)))],
  ['system.io.file::exists', (args, io) => exists(io, textAt(args, 0))],
  ['system.io.file::readalltext', (args, io) => io.readFile(textAt(args, 0))],
  ['system.io.file::readallbytes', (args, io) => fileOctets(io, textAt(args, 0))],
  ['system.io.file::readalllines', async (args, io) => lines(await io.readFile(textAt(args, 0)))],
  ['system.io.file::writealltext', (args, io) => write(io, args, { text: textAt(args, 1), append: false })],
  ['system.io.file::appendalltext', (args, io) => write(io, args, { text: textAt(args, 1), append: true })],
  ['system.io.file::writealllines', (args, io) => write(io, args, { text: joined(args), append: false })],
  ['system.io.file::appendalllines', (args, io) => write(io, args, { text: joined(args), append: true })],
];

function textAt(args: readonly PsValue[], at: number): string {
  return toText(args[at] ?? null);
}

function pathPart(args: readonly PsValue[]): Readonly<{ folder: string; file: string }> {
  const path = textAt(args, 0);
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { folder: cut < 0 ? '' : path.slice(0, cut), file: path.slice(cut + 1) };
}

/** Paths of Windows stay such. */
function combined(parts: readonly string[]): string {
  const separator = parts.some((part) => part.includes('\\')) ? '\\' : '/';
  return parts.map((part) => part.replace(/(?<=.)[\\/]$/, '')).join(separator);
}

function lines(content: string): string[] {
  return content.replace(/\r?\n$/, '').split(/\r?\n/);
}

function joined(args: readonly PsValue[]): string {
  const given = args[1] ?? null;
  return (itemsOf(given) ?? [given]).map((line) => `${toText(line)}\r\n`).join('');
}

async function exists(io: ShellIo, path: string): Promise<boolean> {
  try {
    await io.readFile(path);
    return true;
  } catch {
    return false;
  }
}

type Written = Readonly<{ text: string; append: boolean }>;

async function write(io: ShellIo, args: readonly PsValue[], { text, append }: Written): Promise<PsValue> {
  await io.writeFile(textAt(args, 0), text, { append, encoding: 'utf8NoBom' });
  return null;
}
