import { Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { errorAt } from '../frame/error-title.ts';
import { useLanguage } from '../i18n/language.tsx';

type Props = Readonly<{
  label: string;
  hint: string;
  /** The parameter that the text becomes: its refusal is shown here. */
  parameter: string;
  error: unknown;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}>;

/** A line of text that a Test- command asks about. */
export function QuestionField({
  label,
  hint,
  parameter,
  error,
  value,
  onChange,
  required,
}: Props): ReactNode {
  const message = errorAt(error, useLanguage(), parameter);
  return (
    <Field
      label={label}
      hint={hint}
      required={required === true}
      {...(message === undefined ? {} : { validationMessage: message })}
    >
      <Input
        value={value}
        onChange={(_, data) => onChange(data.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  );
}

/** The parameter, unless nothing was typed. */
export function given(parameter: string, value: string): Readonly<Record<string, string>> {
  return value.trim() === '' ? {} : { [parameter]: value.trim() };
}
