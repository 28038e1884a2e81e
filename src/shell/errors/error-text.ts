import type { ParseError } from '../lexer/parse-error.ts';
import { type Extent, locate } from '../lexer/source.ts';
import { categoryText, fullyQualifiedId } from './error-record.ts';
import type { ErrorInfo } from './shell-error.ts';

/** Source text shown of a faulty line. */
const SHOWN = 69;

export type ErrorView = Readonly<{
  /** Columns of the console; infinite where there is none: then nothing is cut. */
  width: number;
  /** $ErrorView */
  view: string;
}>;

/** An error record as the console shows it. shell-language.md §12 */
export function errorText(info: ErrorInfo, view: ErrorView): string {
  if (view.view.toLowerCase() === 'categoryview') return `${categoryText(info)}\n`;
  const isBare = info.fromServer && (info.extent === null || info.extent.source.name === null);
  const named = info.prefix ?? info.command ?? '';
  const prefix = named === '' || isBare ? '' : `${named} : `;
  const lines = [
    `${prefix}${info.message}`,
    ...(info.extent === null || isBare ? [] : positionLines(info.extent)),
    plusLine(`+ CategoryInfo          : ${categoryText(info)}`, view.width),
    plusLine(`+ FullyQualifiedErrorId : ${fullyQualifiedId(info)}`, view.width),
    ...(info.computer === null ? [] : [`    + PSComputerName        : ${info.computer}`]),
    ' ',
    ...(info.hint === null ? [] : [info.hint]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A text that is no script: first where, then why. */
export function parseErrorText(error: ParseError): string {
  const lines = [
    ...positionLines(error.extent),
    error.message,
    '    + CategoryInfo          : ParserError: (:) [], ParentContainsErrorRecordException',
    `    + FullyQualifiedErrorId : ${error.id}`,
    ' ',
  ];
  return `${lines.join('\n')}\n`;
}

/** Cut into pieces, each behind four blanks; the console's own wrap does the rest. */
function plusLine(text: string, width: number): string {
  const size = Math.max(20, width - 6);
  let line = '';
  for (let at = 0; at < text.length; at += size) line += `    ${text.slice(at, at + size)}`;
  return line;
}

/** `At line:1 char:40`, the line with what is wrong in it, and tildes below. */
function positionLines(extent: Extent): string[] {
  const { line, column, lineText } = locate(extent);
  const where = extent.source.name === null ? 'line' : `${extent.source.name}`;
  const length = Math.max(1, Math.min(extent.end - extent.start, lineText.length - column + 1));
  const cut = cutAround(lineText, column - 1, length);
  return [
    `At ${where}:${line} char:${column}`,
    `+ ${cut.text}`,
    `+ ${' '.repeat(cut.offset)}${'~'.repeat(Math.max(1, Math.min(length, cut.text.length - cut.offset)))}`,
  ];
}

function cutAround(text: string, at: number, length: number): Readonly<{ text: string; offset: number }> {
  if (text.length <= SHOWN) return { text, offset: at };
  const room = Math.max(0, SHOWN - Math.min(length, SHOWN));
  const start = Math.max(0, Math.min(at - Math.floor(room / 2), text.length - SHOWN));
  const end = Math.min(text.length, start + SHOWN);
  const before = start > 0 ? '... ' : '';
  const after = end < text.length ? ' ...' : '';
  return { text: `${before}${text.slice(start, end)}${after}`, offset: at - start + before.length };
}
