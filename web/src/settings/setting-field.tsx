import {
  Checkbox,
  Field,
  Input,
  Radio,
  RadioGroup,
  Select,
  Switch,
  Textarea,
} from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { errorAt } from '../command/use-run-commands.ts';
import { useLanguage } from '../i18n/language.tsx';
import { CredentialField } from './credential-field.tsx';
import { type Draft, type DraftValue, listIn, secretIn, textIn } from './draft.ts';
import { EntriesField } from './entries-field.tsx';
import type { Choice, Setting } from './setting.ts';

type Props = Readonly<{
  setting: Setting;
  draft: Draft;
  onChange: (name: string, value: DraftValue) => void;
  /** Why the last attempt failed: shown at the field whose parameter it names. */
  error: unknown;
  /** What is wrong with the field before the server was asked. */
  fault?: string;
}>;

/** One setting with its label, its hint and its error. */
export function SettingField(props: Props): ReactNode {
  const { setting, draft, onChange, error } = props;
  const { text } = useLanguage();
  const { parameter } = setting;
  const message = props.fault ?? errorAt(error, parameter);
  const several = {
    label: text(setting.name),
    hint: setting.hint === undefined ? '' : text(setting.hint),
    message,
  };
  switch (setting.kind) {
    case 'credential':
      return <CredentialField {...several} parameter={parameter} draft={draft} onChange={onChange} />;
    case 'flags':
      return <FlagsField {...props} choices={setting.choices} message={message} />;
    case 'entries':
      return (
        <EntriesField
          {...several}
          required={setting.required === true}
          entry={setting.entry}
          entries={listIn(draft, parameter)}
          onChange={(entries) => onChange(parameter, entries)}
        />
      );
    default:
      return <SingleField {...props} message={message} />;
  }
}

/** A setting that is one control. */
function SingleField(props: Props & Readonly<{ message: string | undefined }>): ReactNode {
  const { setting, draft, onChange, message } = props;
  const { text } = useLanguage();
  const { parameter } = setting;
  const around = {
    // A switch bears its own label; an empty one from the field would take its place.
    ...(setting.kind === 'switch' ? {} : { label: text(setting.name) }),
    required: setting.required === true,
    ...(setting.hint === undefined ? {} : { hint: text(setting.hint) }),
    ...(message === undefined ? {} : { validationMessage: message }),
  };
  return (
    <Field {...around}>
      {control(setting, {
        name: text(setting.name),
        draft,
        choiceName: ({ value, name }) => (name === null ? value : text(name)),
        onChange: (value) => onChange(parameter, value),
      })}
    </Field>
  );
}

type Control = Readonly<{
  name: string;
  draft: Draft;
  choiceName: (choice: Choice) => string;
  onChange: (value: DraftValue) => void;
}>;

function control(setting: Setting, { name, draft, choiceName, onChange }: Control): ReactElement {
  const { kind, parameter } = setting;
  const value = textIn(draft, parameter);
  const take = (_: unknown, data: Readonly<{ value: string }>): void => onChange(data.value);
  switch (kind) {
    case 'switch':
      return (
        <Switch
          label={name}
          checked={draft[parameter] === true}
          onChange={(_, { checked }) => onChange(checked)}
        />
      );
    case 'secret':
      return (
        <Input
          type="password"
          value={secretIn(draft, parameter).text}
          onChange={(_, data) => onChange({ $: 'secret', text: data.value })}
          autoComplete="new-password"
        />
      );
    case 'lines':
      return <Textarea value={value} onChange={take} resize="vertical" />;
    case 'choice':
      return setting.look === 'radio' ? (
        <RadioGroup value={value} onChange={take}>
          {setting.choices.map((choice) => (
            <Radio key={choice.value} value={choice.value} label={choiceName(choice)} />
          ))}
        </RadioGroup>
      ) : (
        <Select value={value} onChange={take}>
          {setting.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choiceName(choice)}
            </option>
          ))}
        </Select>
      );
    default:
      return <Input value={value} onChange={take} autoComplete="off" spellCheck={false} />;
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
