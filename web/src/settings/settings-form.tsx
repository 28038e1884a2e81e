import { type ReactNode, useState } from 'react';
import type { AdminObject, Value } from '../../../src/admin/contract/values.ts';
import { CommandForm } from '../command/command-form.tsx';
import { useRunCommands } from '../command/use-run-commands.ts';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import { changedParameters, type Draft, draftOf, type DraftValue } from './draft.ts';
import { SettingField } from './setting-field.tsx';
import type { Setting } from './setting.ts';

export type SettingGroup = Readonly<{ title: TextKey | null; settings: readonly Setting[] }>;

type Props = Readonly<{
  /** As it is stored. */
  object: AdminObject;
  /** All that the form may change; what was typed on one tab stays while another is shown. */
  settings: readonly Setting[];
  /** Those that are shown now; where they are many, under titles. */
  shown?: readonly Setting[];
  groups?: readonly SettingGroup[];
  /** `Set-SendConnector`; `-Identity` comes first where there is one. */
  command: string;
  identity?: string;
  /** Flags whose absence is written as a name, such as `None`. */
  noneOf?: Readonly<Record<string, string>>;
  children?: ReactNode;
}>;

/** The settings of one object: one draft, one command that says what was changed, one Save. */
export function SettingsForm(props: Props): ReactNode {
  const { object, settings, shown = [], command, identity, noneOf = {}, children } = props;
  const groups = props.groups ?? [{ title: null, settings: shown }];
  const { text } = useLanguage();
  const run = useRunCommands();
  const stored = draftOf(settings, object);
  const [touched, setTouched] = useState<Draft>({});
  const draft = { ...stored, ...touched };
  const changed = withNone(changedParameters(stored, draft), noneOf);
  const hasChanged = Object.keys(changed).length > 0;
  const parameters = { ...(identity === undefined ? {} : { Identity: identity }), ...changed };
  return (
    <CommandForm
      commands={hasChanged ? [{ name: command, parameters }] : []}
      run={run}
      saveName={text('common.save')}
      onDone={() => setTouched({})}
      {...(hasChanged ? { onCancel: () => setTouched({}) } : {})}
    >
      {children}
      <SettingGroups
        groups={groups}
        draft={draft}
        error={run.error}
        onChange={(name, value) => setTouched({ ...touched, [name]: value })}
      />
    </CommandForm>
  );
}

type GroupsProps = Readonly<{
  groups: readonly SettingGroup[];
  draft: Draft;
  error: unknown;
  onChange: (parameter: string, value: DraftValue) => void;
}>;

/** Settings under the titles of their groups, which stand beside each other where there is room. */
export function SettingGroups({ groups, draft, error, onChange }: GroupsProps): ReactNode {
  const { text } = useLanguage();
  return groups.map(({ title, settings }) => (
    <section key={title ?? ''} className="setting-group">
      {title === null ? null : <h2>{text(title)}</h2>}
      {settings.map((setting) => (
        <SettingField
          key={setting.parameter}
          setting={setting}
          draft={draft}
          error={error}
          onChange={onChange}
        />
      ))}
    </section>
  ));
}

function withNone(
  parameters: Readonly<Record<string, Value>>,
  noneOf: Readonly<Record<string, string>>,
): Readonly<Record<string, Value>> {
  const named = Object.entries(noneOf).filter(([name]) => parameters[name] === null);
  return { ...parameters, ...Object.fromEntries(named) };
}
