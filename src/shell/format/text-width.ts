/** Columns that a text takes on a console. Everything that is not plain ASCII is made ready at its first use: a shell
 *  that only prints ASCII must not wait for the tables of Unicode. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes().segment(text.toWellFormed())) width += clusterWidth(segment);
  return width;
}

const ASCII = /^[\x20-\x7e]*$/;

/** East Asian wide and fullwidth letters, first and last of each run, without the emoji, which Unicode names as such.
 *  UAX #11, Unicode 17 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul jamo
  [0x2329, 0x232a], // angle brackets
  [0x2630, 0x2637], // trigrams
  [0x268a, 0x268f],
  [0x2e80, 0x303e], // radicals, ideographic description, CJK punctuation
  [0x3041, 0x3247], // kana, bopomofo, enclosed letters
  [0x3250, 0xa4cf], // Han, Yi
  [0xa960, 0xa97c], // Hangul jamo
  [0xac00, 0xd7a3], // Hangul syllables
  [0xf900, 0xfaff], // Han
  [0xfe10, 0xfe19], // vertical forms
  [0xfe30, 0xfe6f], // compatibility and small forms
  [0xff01, 0xff60], // fullwidth forms
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff], // Tangut, Khitan
  [0x1aff0, 0x1b2ff], // kana, Nushu
  [0x1d300, 0x1d376], // Tai Xuan Jing, counting rods
  [0x1f200, 0x1f265], // enclosed ideographs
  [0x20000, 0x3fffd], // Han
];

/** What a reader sees as one letter: its first visible character, with the marks, joiners and selectors behind it. */
function clusterWidth(cluster: string): number {
  const { emoji, invisible, spacing } = patterns();
  const visible = cluster.replace(invisible, '');
  if (visible === '') return 0;
  if (emoji.test(cluster)) return 2;
  const [first = '', ...others] = visible;
  // A Hangul syllable made of jamo is as wide as its first one; elsewhere a mark that takes room is counted.
  if (isHangul(first)) return isWide(first) ? 2 : 1;
  const behind = others.filter((letter) => spacing.test(letter)).length;
  return (isWide(first) ? 2 : 1) + behind;
}

function isHangul(letter: string): boolean {
  return /^\p{Script=Hangul}/u.test(letter);
}

function isWide(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return WIDE.some(([from, to]) => code >= from && code <= to);
}

let segmenter: Intl.Segmenter | null = null;

function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter();
  return segmenter;
}

type Patterns = Readonly<{ emoji: RegExp; invisible: RegExp; spacing: RegExp }>;
let made: Patterns | null = null;

function patterns(): Patterns {
  made ??= {
    emoji:
      /^(?:\p{Emoji_Presentation}(?!\u{FE0E})|\p{Regional_Indicator}|\p{Emoji}\u{FE0F}|\p{ExtPict}\u{200D}\p{ExtPict})/u,
    invisible: /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Me}\p{Mn}]+/u,
    spacing: /^[\p{Mc}\p{L}]/u,
  };
  return made;
}
