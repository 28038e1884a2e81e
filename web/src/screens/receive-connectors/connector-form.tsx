import { type ReactNode, useState } from 'react';
import type { Command } from '../../api/commands.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { changedParameters, draftOf, listIn, type Draft } from '../../settings/draft.ts';
import { type SettingGroup, SettingGroups } from '../../settings/settings-form.tsx';
import type { Connector } from './connector.ts';
import {
  ALL_SETTINGS,
  DIALOGUE,
  EXTENSIONS,
  GENERAL,
  LIMITS,
  SCOPING,
  SECURITY,
} from './connector-settings.ts';

export type FormTab = 'general' | 'security' | 'scoping' | 'limits' | 'protocol';

const GROUPS: Readonly<Record<FormTab, readonly SettingGroup[]>> = {
  general: [{ title: null, settings: GENERAL }],
  security: [{ title: null, settings: SECURITY }],
  scoping: [{ title: null, settings: SCOPING }],
  limits: [{ title: null, settings: LIMITS }],
  protocol: [
    { title: 'protocol.group.dialogue', settings: DIALOGUE },
    { title: 'protocol.group.extensions', settings: EXTENSIONS },
  ],
};

type Props = Readonly<{
  connector: Connector;
  /** Whose fields are shown; null while another tab is open. What was typed stays. */
  tab: FormTab | null;
}>;

/** The tabs of settings: one draft, one command, one Save. */
export function ConnectorForm({ connector, tab }: Props): ReactNode {
  const { text } = useLanguage();
  const run = useRunCommands();
  const stored = draftOf(ALL_SETTINGS, connector.object);
  const [touched, setTouched] = useState<Draft>({});
  const draft = { ...stored, ...touched };
  const changed = changedParameters(stored, draft);
  const commands: readonly Command[] =
    Object.keys(changed).length === 0
      ? []
      : [
          {
            name: 'Set-ReceiveConnector',
            parameters: { Identity: connector.identity, ...flagsOrNone(changed) },
          },
        ];
  if (tab === null) return null;
  return (
    <CommandForm
      commands={commands}
      run={run}
      saveName={text('common.save')}
      onDone={() => setTouched({})}
      {...(commands.length === 0 ? {} : { onCancel: () => setTouched({}) })}
    >
      {tab === 'protocol' ? <p className="hint">{text('protocol.intro')}</p> : null}
      {tab === 'limits' ? <p className="hint">{text('limit.intro')}</p> : null}
      <SettingGroups
        groups={GROUPS[tab]}
        draft={draft}
        error={run.error}
        onChange={(name, value) => setTouched({ ...touched, [name]: value })}
      />
      {tab === 'security' && listIn(draft, 'PermissionGroups').includes('Custom') ? (
        <p className="hint">{text('connector.customRights')}</p>
      ) : null}
    </CommandForm>
  );
}

/** No flag at all is written `None`, as administrators write it. */
function flagsOrNone(parameters: Command['parameters']): Command['parameters'] {
  const none = ['AuthMechanism', 'PermissionGroups'].filter((name) => parameters[name] === null);
  return { ...parameters, ...Object.fromEntries(none.map((name) => [name, 'None'])) };
}
