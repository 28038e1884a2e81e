import { type DsnLanguage, dsnLanguage } from '../../config/dsn-languages.ts';
import type { DsnSettings } from '../../config/organization.ts';
import { parseHeader } from '../../mail/header.ts';
import { ENGLISH } from './words-en.ts';
import { JAPANESE } from './words-ja.ts';
import type { DsnWords } from './words.ts';

const WORDS: Readonly<Record<DsnLanguage, DsnWords>> = { en: ENGLISH, ja: JAPANESE };

/** The language of a report: what the original's sender reads (Accept-Language, else Content-Language), where that is
 *  looked at, else the one that is set, else English. mail-flow.md §5.2; RFC 3282 */
export function dsnWords(settings: DsnSettings, originalHeader: Buffer): DsnWords {
  const detected = settings.languageDetectionEnabled ? detect(originalHeader) : null;
  return detected ?? wordsFor(settings.defaultLanguage ?? '') ?? ENGLISH;
}

function detect(originalHeader: Buffer): DsnWords | null {
  const { fields } = parseHeader(originalHeader);
  for (const name of ['accept-language', 'content-language']) {
    const field = fields.find((one) => one.key === name);
    const words = field === undefined ? null : bestOf(field.value());
    if (words !== null) return words;
  }
  return null;
}

/** `ja-JP, en;q=0.5`: the first with the highest quality that is known; `q=0` means not this one. RFC 3282 §3 */
function bestOf(list: string): DsnWords | null {
  let best: DsnWords | null = null;
  let bestQuality = 0;
  for (const item of list.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = item.split(';');
    const words = wordsFor(tag);
    const quality = qualityOf(parameters);
    if (words === null || quality <= bestQuality) continue;
    best = words;
    bestQuality = quality;
  }
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.map((one) => /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(one)?.[1]).find(Boolean);
  return given === undefined ? 1 : Number(given);
}

function wordsFor(tag: string): DsnWords | null {
  const language = dsnLanguage(tag);
  return language === null ? null : WORDS[language];
}
