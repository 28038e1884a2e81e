import { Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { credentialIn, type Draft, type DraftValue } from './draft.ts';

type Props = Readonly<{
  label: string;
  hint: string;
  parameter: string;
  draft: Draft;
  onChange: (name: string, value: DraftValue) => void;
  message: string | undefined;
}>;

/** User and password of a PSCredential. The password that is stored is never shown. */
export function CredentialField({ label, hint, parameter, draft, onChange, message }: Props): ReactNode {
  const { text } = useLanguage();
  const value = credentialIn(draft, parameter);
  return (
    <fieldset className="credential">
      <legend>{label}</legend>
      {hint === '' ? null : <p className="hint">{hint}</p>}
      <Field label={text('credential.user')}>
        <Input
          value={value.user}
          onChange={(_, { value: user }) => onChange(parameter, { ...value, user })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field
        label={text('credential.password')}
        {...(message === undefined ? {} : { validationMessage: message })}
      >
        <Input
          type="password"
          value={value.password}
          onChange={(_, { value: password }) => onChange(parameter, { ...value, password })}
          autoComplete="new-password"
        />
      </Field>
    </fieldset>
  );
}
