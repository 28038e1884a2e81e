import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Value } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';
import { CommandForm } from '../command/command-form.tsx';
import { type Ran, useRunCommands } from '../command/use-run-commands.ts';
import { useLanguage } from '../i18n/language.tsx';
import { changedParameters, type Draft, emptyDraft, isBlank } from './draft.ts';
import { SettingField } from './setting-field.tsx';
import type { Setting } from './setting.ts';

type Props = Readonly<{
  /** Which fields there are for what has been chosen so far. */
  settings: (draft: Draft) => readonly Setting[];
  /** What the fields hold at first, where they are not empty. Sent only where it is changed. */
  first?: Draft;
  /** @param changed parameters whose field is not as it was at first */
  command: (changed: Readonly<Record<string, Value>>, draft: Draft) => Command;
  /** Where Cancel leads. */
  back: string;
  onCreated: (ran: readonly Ran[]) => void;
}>;

/** Fields for something new. What is required is asked for before the server is. */
export function CreateForm({ settings, first = {}, command, back, onCreated }: Props): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const run = useRunCommands();
  const [touched, setTouched] = useState<Draft>({});
  const [isJudged, setIsJudged] = useState(false);
  const shown = settings({ ...first, ...touched });
  const initial = { ...emptyDraft(shown), ...only(first, shown) };
  const draft = { ...initial, ...only(touched, shown) };
  const missing = shown.filter(({ parameter, required }) => required === true && isBlank(draft[parameter]));
  return (
    <CommandForm
      commands={[command(changedParameters(initial, draft), draft)]}
      run={run}
      saveName={text('settings.create')}
      check={() => {
        setIsJudged(true);
        return missing.length === 0;
      }}
      onCancel={() => void navigate(back)}
      onDone={onCreated}
    >
      {shown.map((setting) => (
        <SettingField
          key={setting.parameter}
          setting={setting}
          draft={draft}
          error={run.error}
          {...(isJudged && missing.includes(setting) ? { fault: text('settings.missing') } : {})}
          onChange={(name, value) => setTouched({ ...touched, [name]: value })}
        />
      ))}
    </CommandForm>
  );
}

/** A field that is not shown has no say. */
function only(draft: Draft, shown: readonly Setting[]): Draft {
  return Object.fromEntries(
    Object.entries(draft).filter(([name]) => shown.some(({ parameter }) => parameter === name)),
  );
}
