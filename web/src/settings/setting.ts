import type { TextKey } from '../i18n/language.tsx';

export type Choice = Readonly<{ value: string; name: TextKey | null }>;

/** How one entry of a list is typed. */
export type EntryKind = 'remoteRange' | 'binding' | 'addressSpace' | 'text';

/** One parameter of a New- or Set- command as a field. Values are text as the shell takes it; the server judges them. */
export type Setting = Readonly<{
  parameter: string;
  name: TextKey;
  hint?: TextKey;
  /** Nothing can be made without it. */
  required?: boolean;
}> &
  (
    | Readonly<{
        kind:
          | 'text'
          | 'lines'
          | 'switch'
          /** A SecureString: what is stored is never shown, and blank leaves it as it is. */
          | 'secret'
          /** A PSCredential: user and password. */
          | 'credential';
      }>
    /** One of some names; all of them in sight where there are few and they are long. */
    | Readonly<{ kind: 'choice'; choices: readonly Choice[]; look?: 'radio' }>
    /** Any of some names. */
    | Readonly<{ kind: 'flags'; choices: readonly Choice[] }>
    /** Entries that are added, edited and removed one by one. */
    | Readonly<{ kind: 'entries'; entry: EntryKind }>
  );
