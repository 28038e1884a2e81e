/** The languages that reports are written in, by the first part of their tag. RFC 5646 §2.1 */
export type DsnLanguage = 'en' | 'ja';

/** The language of a tag such as `ja-JP`, null where reports cannot be written in it. */
export function dsnLanguage(tag: string): DsnLanguage | null {
  const primary = tag.trim().toLowerCase().split('-')[0];
  return primary === 'en' || primary === 'ja' ? primary : null;
}
