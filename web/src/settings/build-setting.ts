import type { TextKey } from '../i18n/language.tsx';
import type { Choice, Setting } from './setting.ts';

/** A new parameter of a command becomes a field by one such line in the list of its screen. */
export function text(parameter: string, name: TextKey, hint?: TextKey): Setting {
  return { parameter, name, kind: 'text', ...(hint === undefined ? {} : { hint }) };
}

export function toggle(parameter: string, name: TextKey, hint?: TextKey): Setting {
  return { parameter, name, kind: 'switch', ...(hint === undefined ? {} : { hint }) };
}

/** Entries of plain text. */
export function entries(parameter: string, name: TextKey, hint?: TextKey): Setting {
  return { parameter, name, kind: 'entries', entry: 'text', ...(hint === undefined ? {} : { hint }) };
}

type ChoiceTexts = Readonly<{ name: TextKey; hint?: TextKey; choices: readonly Choice[]; look?: 'radio' }>;

export function choice(parameter: string, about: ChoiceTexts): Setting {
  return { parameter, kind: 'choice', ...about };
}

/** Names that nobody translates: `Local0`, `Tls12`. */
export function asNamed(values: readonly string[]): readonly Choice[] {
  return values.map((value) => ({ value, name: null }));
}
