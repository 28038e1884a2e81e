/** SGR numbers of the sixteen console colours; the dark ones are what a terminal calls normal. */
const COLOURS: Readonly<Record<string, number>> = {
  black: 30,
  darkred: 31,
  darkgreen: 32,
  darkyellow: 33,
  darkblue: 34,
  darkmagenta: 35,
  darkcyan: 36,
  gray: 37,
  darkgray: 90,
  red: 91,
  green: 92,
  yellow: 93,
  blue: 94,
  magenta: 95,
  cyan: 96,
  white: 97,
};

/** Whether text may be coloured there: a terminal, and nobody who asked for none (https://no-color.org). */
export function takesColour(
  stream: Readonly<{ isTTY?: boolean }>,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** The text in these colours; an unknown name changes nothing. Newlines stay outside: else the colour of the background
 *  runs to the edge of the screen. */
export function paint(text: string, foreground: string, background = ''): string {
  const front = COLOURS[foreground.toLowerCase()];
  const back = COLOURS[background.toLowerCase()];
  const codes = [front, back === undefined ? undefined : back + 10].filter((code) => code !== undefined);
  if (codes.length === 0) return text;
  return text.replaceAll(/[^\r\n]+/g, (line) => `\u001b[${codes.join(';')}m${line}\u001b[0m`);
}

/** Errors in red; warnings and what is said in detail in yellow, as the Windows console has them. */
export function paintMessage(text: string): string {
  return paint(text, /^(?:WARNING|VERBOSE|DEBUG): /.test(text) ? 'yellow' : 'red');
}
