import { wholeText } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, parameter, switches, textOf, textsOf, valueOf } from './arguments.ts';
import { isFormatting } from './formatting-input.ts';
import { evaluate, expandSelectors, parseSelectors, type Selector } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** A table, or one list for each object, as a page or as a part of one. Columns are the properties of the first
 *  object unless -Property names them. */
export const convertToHtml: UtilityCmdlet = {
  name: 'ConvertTo-Html',
  parameters: [
    parameter('Property', 'object[]', { position: 0 }),
    parameter('Head', 'string[]', { position: 1 }),
    parameter('Title', 'string', { position: 2 }),
    parameter('Body', 'string[]', { position: 3 }),
    parameter('As', 'string'),
    parameter('CssUri', 'string', { aliases: ['Uri'] }),
    parameter('PreContent', 'string[]'),
    parameter('PostContent', 'string[]'),
    ...switches('Fragment'),
    INPUT,
  ],
  start,
};

type Field = Readonly<{ label: string; text: string }>;

function start(call: UtilityCall): UtilityRun {
  const wanted = parseSelectors(valueOf(call, 'Property') ?? '*');
  const rows: (readonly Field[])[] = [];
  let columns: readonly Selector[] | null = null;
  const process = async (input: PsValue) => {
    if (input === null || isFormatting(call, input)) return;
    columns ??= expandSelectors(wanted, input);
    const cells = await Promise.all(columns.map((column) => evaluate(column, input)));
    rows.push(cells.map((cell) => ({ label: cell.label, text: wholeText(cell.value) })));
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
      const lines = textOf(call, 'As')?.toLowerCase() === 'list' ? listLines(rows) : tableLines(rows);
      for (const line of page(call, lines)) await call.emit(line);
    },
  };
}

function tableLines(rows: readonly (readonly Field[])[]): string[] {
  const [first = []] = rows;
  const head = first.map((field) => `<th>${escaped(field.label)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((field) => `<td>${escaped(field.text)}</td>`).join('')}</tr>`,
  );
  return [
    '<table>',
    `<colgroup>${'<col/>'.repeat(first.length)}</colgroup>`,
    ...(first.length === 0 ? [] : [`<tr>${head}</tr>`]),
    ...body,
    '</table>',
  ];
}

function listLines(rows: readonly (readonly Field[])[]): string[] {
  const blocks = rows.map((row) =>
    row.map((field) => `<tr><td>${escaped(field.label)}:</td><td>${escaped(field.text)}</td></tr>`),
  );
  return [
    '<table>',
    ...blocks.flatMap((block, index) => (index === 0 ? block : ['<tr><td><hr></td></tr>', ...block])),
    '</table>',
  ];
}

function page(call: UtilityCall, lines: readonly string[]): string[] {
  const content = [...textsOf(call, 'PreContent'), ...lines, ...textsOf(call, 'PostContent')];
  if (isOn(call, 'Fragment')) return content;
  return [
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
    '<html xmlns="http://www.w3.org/1999/xhtml">',
    '<head>',
    ...headLines(call),
    '</head><body>',
    ...textsOf(call, 'Body'),
    ...content,
    '</body></html>',
  ];
}

/** -Head stands for itself; without it there is a title and the style sheet that was named. */
function headLines(call: UtilityCall): string[] {
  const head = textsOf(call, 'Head');
  const style = textOf(call, 'CssUri');
  const title = `<title>${escaped(textOf(call, 'Title') ?? 'HTML TABLE')}</title>`;
  const link =
    style === undefined ? [] : [`<link rel="stylesheet" type="text/css" href="${escaped(style)}" />`];
  return head.length > 0 ? [...head, ...link] : [title, ...link];
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
