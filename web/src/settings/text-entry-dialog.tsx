import { Field, Input } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { EntryDialog } from './entry-dialog.tsx';

type Props = Readonly<{
  /** Of the list that the entry belongs to. */
  label: string;
  value: string | null;
  onSave: (value: string) => void;
  onClose: () => void;
}>;

/** An entry that only the server can judge: a host, a domain, an address. */
export function TextEntryDialog({ label, value, onSave, onClose }: Props): ReactNode {
  const { text } = useLanguage();
  const [typed, setTyped] = useState(value ?? '');
  const [isJudged, setIsJudged] = useState(false);
  const isMissing = typed.trim() === '';
  const save = (): void => {
    setIsJudged(true);
    if (!isMissing) onSave(typed.trim());
  };
  return (
    <EntryDialog title={label} onSave={save} onClose={onClose}>
      <Field
        label={label}
        required
        {...(isJudged && isMissing ? { validationMessage: text('settings.missing') } : {})}
      >
        <Input
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
          autoFocus
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </EntryDialog>
  );
}
