import type { DsnBlock } from './text.ts';
import type { DsnWords } from './words.ts';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** The part for people as HTML, with nothing to load and nothing to run. Exchange: ExternalDsnSendHtml
 *  @returns US-ASCII, other characters as numeric references; lines ended by CRLF */
export function htmlText(blocks: readonly DsnBlock[], words: DsnWords): string {
  const lines = [
    '<!DOCTYPE html>',
    `<html lang="${words.tag}">`,
    '<head><meta charset="us-ascii"></head>',
    '<body style="font-family: sans-serif">',
    ...blocks.map(htmlBlock),
    '</body>',
    '</html>',
  ];
  return lines.join('\r\n');
}

function htmlBlock(block: DsnBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<p><b>${escaped(block.text)}</b></p>`;
    case 'lines': {
      const [first = '', ...others] = block.lines;
      const rest = others.map((line) => `<br>\r\n${escaped(line)}`).join('');
      return `<p><b>${escaped(first)}</b>${rest}</p>`;
    }
    case 'verbatim':
      return `<pre>${escaped(block.text)}</pre>`;
  }
}

/** Text of others must be no mark-up. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '')
    .replaceAll(/[^\x20-\x7e\r\n\t]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
