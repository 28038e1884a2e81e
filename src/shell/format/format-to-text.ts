import type { PsValue } from '../values/value.ts';
import { Renderer } from './render.ts';

/** What the console would show, as lines without their ends: Out-String, Out-File and `>` are made of them. */
export function formatToLines(
  values: readonly PsValue[],
  options: Readonly<{ width: number; enumerationLimit?: () => number }>,
): string[] {
  const lines: string[] = [];
  const renderer = new Renderer({
    ...options,
    write: (text) => lines.push(...text.replace(/\n$/, '').split(/\r?\n/)),
  });
  for (const value of values) renderer.add(value);
  renderer.end();
  return lines;
}
