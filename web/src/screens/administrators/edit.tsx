import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { ObjectPage } from '../../frame/object-page.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingField } from '../../settings/setting-field.tsx';
import type { Setting } from '../../settings/setting.ts';
import { SettingsForm } from '../../settings/settings-form.tsx';
import { GET_ADMINISTRATORS, GROUP_CHOICES, REMOVAL } from './administrators.tsx';

const TABS: readonly [Tab<'general' | 'groups'>, Tab<'general' | 'groups'>] = [
  { name: 'general', text: 'connector.tab.general' },
  { name: 'groups', text: 'admin.roleGroups' },
];

const GENERAL: readonly Setting[] = [
  { parameter: 'Name', name: 'admin.name', hint: 'admin.nameHint', kind: 'text' },
  { parameter: 'DisplayName', name: 'recipient.displayName', kind: 'text' },
  { parameter: 'Enabled', name: 'admin.enabled', hint: 'admin.enabledHint', kind: 'switch' },
  { parameter: 'Password', name: 'recipient.newPassword', hint: 'admin.newPasswordHint', kind: 'secret' },
];
/** It can be taken away only: each administrator puts it on for themselves. */
const TOTP: Setting = {
  parameter: 'TotpEnabled',
  name: 'admin.totp',
  hint: 'admin.totpHint',
  kind: 'switch',
};

/** One administrator: the account, and what its role groups let it do. */
export function EditAdministrator(): ReactNode {
  const { guid = '' } = useParams();
  return (
    <ObjectPage
      get={GET_ADMINISTRATORS}
      find={(object) => textOf(object, 'Guid') === guid}
      title={(object) => textOf(object, 'Name')}
      back={{ path: '/administrators', name: 'admin.title' }}
      removal={REMOVAL}
    >
      {(object) => <Editor key={guid} administrator={object} />}
    </ObjectPage>
  );
}

function Editor({ administrator }: Readonly<{ administrator: AdminObject }>): ReactNode {
  const tab = useTab(TABS);
  const settings = isOn(administrator, 'TotpEnabled') ? [...GENERAL, TOTP] : GENERAL;
  return (
    <>
      <Tabs label={textOf(administrator, 'Name')} tabs={TABS} current={tab} />
      <div className="tab-panel">
        {tab === 'general' ? (
          <SettingsForm
            object={administrator}
            settings={settings}
            shown={settings}
            command="Set-Administrator"
            identity={textOf(administrator, 'Name')}
          />
        ) : (
          <RoleGroupForm administrator={administrator} />
        )}
      </div>
    </>
  );
}

/** One command for each group that is joined or left. */
function RoleGroupForm({ administrator }: Readonly<{ administrator: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const run = useRunCommands();
  const stored = itemsOf(administrator, 'RoleGroups');
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const groups = wanted ?? stored;
  const command = (name: string, group: string): Command => ({
    name,
    parameters: { Identity: group, Member: textOf(administrator, 'Name') },
  });
  const commands = [
    ...groups
      .filter((group) => !stored.includes(group))
      .map((group) => command('Add-RoleGroupMember', group)),
    ...stored
      .filter((group) => !groups.includes(group))
      .map((group) => command('Remove-RoleGroupMember', group)),
  ];
  return (
    <CommandForm
      commands={commands}
      run={run}
      saveName={text('common.save')}
      onDone={() => setWanted(null)}
      {...(commands.length === 0 ? {} : { onCancel: () => setWanted(null) })}
    >
      <SettingField
        setting={{
          parameter: 'RoleGroups',
          name: 'admin.roleGroups',
          hint: 'admin.roleGroupsHint',
          kind: 'flags',
          choices: GROUP_CHOICES,
        }}
        draft={{ RoleGroups: groups }}
        error={run.error}
        onChange={(_, value) => setWanted(typeof value === 'object' && !('$' in value) ? value : [])}
      />
    </CommandForm>
  );
}
