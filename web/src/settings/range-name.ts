import { familySize, parseIpRange, rangeSize } from '../../../src/config/ip-range.ts';
import type { LanguageView } from '../i18n/language.tsx';

/** "any IPv4 address" for `0.0.0.0-255.255.255.255`; others as they are written. */
export function rangeName(range: string, text: LanguageView['text']): string {
  // Tables ask for thousands at a time, and nearly none begins like this.
  if (!range.startsWith('0') && !range.startsWith(':')) return range;
  const parsed = parseIpRange(range);
  if (parsed === null || rangeSize(parsed) !== familySize(parsed.family)) return range;
  return text(parsed.family === 4 ? 'range.any4' : 'range.any6');
}
