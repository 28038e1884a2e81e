import type { TextKey } from '../i18n/language.tsx';

export type Choice = Readonly<{ value: string; name: TextKey | null }>;

/** One parameter of a Set- command as a field. Values are text as the shell takes it; the server judges them. */
export type Setting = Readonly<{ parameter: string; name: TextKey; hint?: TextKey }> &
  (
    | Readonly<{ kind: 'text' | 'lines' | 'switch' }>
    /** One of some names. */
    | Readonly<{ kind: 'choice'; choices: readonly Choice[] }>
    /** Any of some names. */
    | Readonly<{ kind: 'flags'; choices: readonly Choice[] }>
    /** Entries that are added, edited and removed one by one. */
    | Readonly<{ kind: 'entries'; entry: 'remoteRange' | 'binding' }>
  );
