import { ParseFailure } from './parse-error.ts';
import type { Source } from './source.ts';

/** Where a token begins, and where the text ends for it. */
export type Place = Readonly<{ source: Source; start: number; end: number; spaced: boolean }>;

/** One character; '' at the end. */
export function charAt(place: Place, at: number): string {
  return at < place.end ? place.source.text.charAt(at) : '';
}

/** A failure that reaches to the end of the text can be mended by more text. */
export function unterminated(place: Place, message: string, id: string): never {
  throw new ParseFailure({
    message,
    id,
    incomplete: place.end === place.source.text.length,
    extent: { source: place.source, start: place.start, end: Math.min(place.start + 1, place.end) },
  });
}
