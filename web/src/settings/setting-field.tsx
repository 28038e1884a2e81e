import { Checkbox, Field, Input, Select, Switch, Textarea } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { errorAt } from '../command/use-run-commands.ts';
import { useLanguage } from '../i18n/language.tsx';
import { type Draft, type DraftValue, listIn, textIn } from './draft.ts';
import { EntriesField } from './entries-field.tsx';
import type { Setting } from './setting.ts';

type Props = Readonly<{
  setting: Setting;
  draft: Draft;
  onChange: (name: string, value: DraftValue) => void;
  /** Why the last attempt failed: shown at the field whose parameter it names. */
  error: unknown;
}>;

/** One setting with its label, its hint and its error. */
export function SettingField(props: Props): ReactNode {
  const { setting, draft, onChange, error } = props;
  const { text } = useLanguage();
  const { parameter } = setting;
  const message = errorAt(error, parameter);
  const around = {
    label: text(setting.name),
    ...(setting.hint === undefined ? {} : { hint: text(setting.hint) }),
    ...(message === undefined ? {} : { validationMessage: message }),
  };
  const value = textIn(draft, parameter);
  const take = (_: unknown, data: Readonly<{ value: string }>): void => onChange(parameter, data.value);
  switch (setting.kind) {
    case 'switch':
      return (
        <Field {...around} label="">
          <Switch
            label={text(setting.name)}
            checked={draft[parameter] === true}
            onChange={(_, { checked }) => onChange(parameter, checked)}
          />
        </Field>
      );
    case 'text':
      return (
        <Field {...around}>
          <Input value={value} onChange={take} autoComplete="off" spellCheck={false} />
        </Field>
      );
    case 'lines':
      return (
        <Field {...around}>
          <Textarea value={value} onChange={take} resize="vertical" />
        </Field>
      );
    case 'choice':
      return (
        <Field {...around}>
          <Select value={value} onChange={take}>
            {setting.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.name === null ? choice.value : text(choice.name)}
              </option>
            ))}
          </Select>
        </Field>
      );
    case 'flags':
      return <FlagsField {...props} choices={setting.choices} message={message} />;
    case 'entries':
      return (
        <EntriesField
          label={text(setting.name)}
          hint={setting.hint === undefined ? '' : text(setting.hint)}
          entry={setting.entry}
          entries={listIn(draft, parameter)}
          onChange={(entries) => onChange(parameter, entries)}
          message={message}
        />
      );
  }
}

type FlagsProps = Props &
  Readonly<{ choices: Extract<Setting, { kind: 'flags' }>['choices']; message: string | undefined }>;

function FlagsField({ setting, draft, onChange, choices, message }: FlagsProps): ReactNode {
  const { text } = useLanguage();
  const names = listIn(draft, setting.parameter);
  const toggle = (name: string, isOn: boolean): void => {
    const wanted = choices
      .map(({ value }) => value)
      .filter((one) => (one === name ? isOn : names.includes(one)));
    onChange(setting.parameter, wanted);
  };
  return (
    <fieldset className="flags">
      <legend>{text(setting.name)}</legend>
      {setting.hint === undefined ? null : <p className="hint">{text(setting.hint)}</p>}
      {choices.map(({ value, name }) => (
        <Checkbox
          key={value}
          label={name === null ? value : text(name)}
          checked={names.includes(value)}
          onChange={(_, { checked }) => toggle(value, checked === true)}
        />
      ))}
      {message === undefined ? null : (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
    </fieldset>
  );
}
