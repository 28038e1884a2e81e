import { textWidth } from '../../../../src/shell/format/text-width.ts';

/** A stretch of output in one colour. Colours are names such as `darkred`; '' is the console's own. */
export type Inked = Readonly<{ text: string; ink: string; paper: string }>;

/** What SGR numbers mean, as `shell/interactive/colour.ts` writes them. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'black',
  1: 'darkred',
  2: 'darkgreen',
  3: 'darkyellow',
  4: 'darkblue',
  5: 'darkmagenta',
  6: 'darkcyan',
  7: 'gray',
  60: 'darkgray',
  61: 'red',
  62: 'green',
  63: 'yellow',
  64: 'blue',
  65: 'magenta',
  66: 'cyan',
  67: 'white',
};

/** Output with its colours. Any other control character is shown as its picture (U+2400 and on): what a sender put
 *  into a subject moves nothing here. */
export function inkedText(text: string): readonly Inked[] {
  const found: Inked[] = [];
  let ink = '';
  let paper = '';
  for (const part of text.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part !== '') found.push({ text: pictured(part), ink, paper });
      continue;
    }
    for (const code of codes.split(';').map(Number)) {
      if (code === 0) ink = paper = '';
      ink = NAMES[code - 30] ?? ink;
      paper = NAMES[code - 40] ?? paper;
    }
  }
  return found;
}

function pictured(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f]/g, (letter) =>
      String.fromCharCode(0x2400 + letter.charCodeAt(0)),
    )
    .replaceAll('\u007f', '\u2421');
}

/** A stretch of letters that take one column each, or two. */
export type Stretch = Readonly<{ text: string; isWide: boolean }>;

let segmenter: Intl.Segmenter | null = null;

/** Splits a text by the width of its letters, so that each can be given exactly its columns. */
export function stretches(text: string): readonly Stretch[] {
  if (/^[\n\u0020-\u007e]*$/.test(text)) return [{ text, isWide: false }];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const found: { text: string; isWide: boolean }[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const isWide = textWidth(segment) === 2;
    const last = found.at(-1);
    if (last?.isWide === isWide) last.text += segment;
    else found.push({ text: segment, isWide });
  }
  return found;
}
