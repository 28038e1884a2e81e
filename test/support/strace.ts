import { readFileSync } from 'node:fs';

/** A system call in a file that `strace -f -y -o` wrote. `from` and `to` are the lines on which it began and ended, so that
 *  of two calls the one was done before the other began when its `to` is smaller than the other's `from`. */
export type SystemCall = Readonly<{ name: string; text: string; from: number; to: number }>;

const BEGUN = ' <unfinished ...>';

/** Reads the calls in the order in which they ended. */
export function readTrace(path: string): readonly SystemCall[] {
  const calls: SystemCall[] = [];
  const begun = new Map<string, Readonly<{ text: string; from: number }>>();
  for (const [number, line] of readFileSync(path, 'latin1').split('\n').entries()) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1];
    if (text.endsWith(BEGUN)) begun.set(thread, { text: text.slice(0, -BEGUN.length), from: number });
    else if (rest === undefined) add(calls, text, number, number);
    else add(calls, `${begun.get(thread)?.text ?? ''}${rest}`, begun.get(thread)?.from ?? 0, number);
  }
  return calls;
}

function add(calls: SystemCall[], text: string, from: number, to: number): void {
  const name = /^(\w+)\(/.exec(text)?.[1];
  if (name !== undefined) calls.push({ name, text, from, to });
}
