import { runtimeError } from '../errors/shell-error.ts';
import { fileOctets } from '../evaluator/encodings.ts';
import type { PsValue } from '../values/value.ts';
import { isOn, textOf } from './arguments.ts';
import type { UtilityCall } from './utility.ts';

/** Names of -Encoding in Windows PowerShell. The place that writes the file turns them into bytes. */
const ENCODINGS = [
  'unicode',
  'utf8',
  'ascii',
  'bigendianunicode',
  'utf7',
  'utf32',
  'default',
  'oem',
  'string',
  'unknown',
  'byte',
];

/** The encoding asked for, in lower case; unique beginnings of the names will do. */
export function encodingOf(call: UtilityCall, usual: string): string {
  const wanted = textOf(call, 'Encoding')?.toLowerCase().replaceAll('-', '');
  if (wanted === undefined) return usual;
  const exact = ENCODINGS.find((name) => name === wanted);
  const found = exact ?? ENCODINGS.find((name) => name.startsWith(wanted));
  if (found === undefined) throw unknownEncoding(wanted);
  return found === 'string' || found === 'unknown' ? 'unicode' : found;
}

function unknownEncoding(wanted: string): Error {
  const message = `Cannot bind parameter 'Encoding'. The value "${wanted}" is no encoding. Specify one of: ${ENCODINGS.join(', ')}.`;
  return runtimeError(message, 'CannotConvertArgumentNoMessage', { category: 'InvalidArgument' });
}

/** The file's text, or an error record and null. */
export function readText(call: UtilityCall, path: string): Promise<string | null> {
  return read(call, path, () => call.io.readFile(path));
}

/** The file as -Encoding Byte gives it, or an error record and null. */
export function readOctets(call: UtilityCall, path: string): Promise<readonly PsValue[] | null> {
  return read(call, path, () => fileOctets(call.io, path));
}

async function read<Content>(
  call: UtilityCall,
  path: string,
  content: () => Promise<Content>,
): Promise<Content | null> {
  try {
    return await content();
  } catch (error) {
    const message =
      error instanceof Error ? error.message : `Cannot find path '${path}' because it does not exist.`;
    call.error(message, 'PathNotFound', 'ObjectNotFound', path);
    return null;
  }
}

export async function exists(call: UtilityCall, path: string): Promise<boolean> {
  try {
    await call.io.readFile(path);
    return true;
  } catch {
    return false;
  }
}

/** -NoClobber keeps a file that is there. */
export async function refusesToClobber(call: UtilityCall, path: string): Promise<boolean> {
  if (!isOn(call, 'NoClobber') || isOn(call, 'Append') || !(await exists(call, path))) return false;
  call.error(`The file '${path}' already exists.`, 'NoClobber', 'ResourceExists', path);
  return true;
}

/** Lines of a text file; the end of the last line begins no further one. */
export function linesOfText(content: string): string[] {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  if (text === '') return [];
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
