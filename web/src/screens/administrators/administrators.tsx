import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { ROLE_GROUPS } from '../../../../src/config/administrator.ts';
import type { Command } from '../../api/commands.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import { handedOver } from '../../frame/handed-over.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import type { Removal } from '../../frame/use-removal.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { CreateForm } from '../../settings/create-form.tsx';
import type { Choice, Setting } from '../../settings/setting.ts';
import type { Column } from '../../table/data-table.tsx';
import { ApiTokens } from './api-tokens.tsx';

export const GET_ADMINISTRATORS: Command = { name: 'Get-Administrator', parameters: {} };

export const REMOVAL: Removal<AdminObject> = {
  command: 'Remove-Administrator',
  identity: (object) => textOf(object, 'Name'),
  consequence: 'admin.removeConsequence',
};

/** Names of role groups are names: Exchange does not translate them either. */
export const GROUP_CHOICES: readonly Choice[] = ROLE_GROUPS.map((value) => ({ value, name: null }));

type TabName = 'administrators' | 'roleGroups' | 'tokens';

const ALL_TABS: readonly [Tab<TabName>, ...Tab<TabName>[]] = [
  { name: 'administrators', text: 'admin.administrators' },
  { name: 'roleGroups', text: 'admin.roleGroups' },
  { name: 'tokens', text: 'admin.tokens' },
];
const OWN_TABS: readonly [Tab<TabName>] = [{ name: 'tokens', text: 'admin.tokens' }];

/** Who may do what here, and with which tokens. Those who manage nobody see their own tokens. */
export function Administrators(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const tabs = may('Get-Administrator') ? ALL_TABS : OWN_TABS;
  const tab = useTab<TabName>(tabs);
  return (
    <Page
      title={text('admin.title')}
      actions={
        tab === 'administrators' && may('New-Administrator') ? (
          <LinkButton to="/administrators/new" primary>
            {text('connectors.add')}
          </LinkButton>
        ) : undefined
      }
    >
      <Tabs label={text('admin.title')} tabs={tabs} current={tab} />
      <div className="tab-panel">
        {tab === 'administrators' ? <AdministratorList /> : null}
        {tab === 'roleGroups' ? <RoleGroupList /> : null}
        {tab === 'tokens' ? <ApiTokens /> : null}
      </div>
    </Page>
  );
}

function AdministratorList(): ReactNode {
  const { text } = useLanguage();
  const columns: readonly Column<AdminObject>[] = [
    {
      key: 'name',
      name: text('connectors.name'),
      value: (object) => textOf(object, 'Name'),
      cell: (object) => (
        <Link to={`/administrators/${textOf(object, 'Guid')}`}>{textOf(object, 'Name')}</Link>
      ),
      narrow: true,
    },
    {
      key: 'displayName',
      name: text('recipient.displayName'),
      value: (object) => textOf(object, 'DisplayName'),
    },
    {
      key: 'enabled',
      name: text('connectors.status'),
      value: (object) => text(isOn(object, 'Enabled') ? 'connectors.enabled' : 'connectors.disabled'),
      width: '7rem',
    },
    {
      key: 'groups',
      name: text('admin.roleGroups'),
      value: (object) => itemsOf(object, 'RoleGroups').join(', ') || text('admin.noGroup'),
      narrow: true,
    },
    {
      key: 'totp',
      name: text('admin.totp'),
      value: (object) => text(isOn(object, 'TotpEnabled') ? 'admin.totpOn' : 'admin.totpOff'),
      width: '10rem',
    },
  ];
  return (
    <>
      <p className="intro">{text('admin.intro')}</p>
      <ObjectList
        label={text('admin.administrators')}
        get={GET_ADMINISTRATORS}
        columns={columns}
        rowKey={(object) => textOf(object, 'Name')}
        empty={text('admin.empty')}
        removal={REMOVAL}
      />
    </>
  );
}

function RoleGroupList(): ReactNode {
  const { text } = useLanguage();
  const columns: readonly Column<AdminObject>[] = [
    { key: 'name', name: text('connectors.name'), value: (object) => textOf(object, 'Name'), narrow: true },
    {
      key: 'what',
      name: text('admin.mayDo'),
      value: (object) => {
        const group = ROLE_GROUPS.find((one) => one === textOf(object, 'Name'));
        return group === undefined ? textOf(object, 'Description') : text(`roleGroup.${group}`);
      },
      width: '50%',
    },
    {
      key: 'members',
      name: text('recipient.members'),
      value: (object) => itemsOf(object, 'Members').join(', '),
      narrow: true,
    },
  ];
  return (
    <>
      <p className="intro">{text('admin.roleGroupsIntro')}</p>
      <ObjectList
        label={text('admin.roleGroups')}
        get={{ name: 'Get-RoleGroup', parameters: {} }}
        columns={columns}
        rowKey={(object) => textOf(object, 'Name')}
        empty={text('admin.empty')}
      />
    </>
  );
}

const NEW: readonly Setting[] = [
  { parameter: 'Name', name: 'admin.name', hint: 'admin.nameHint', kind: 'text', required: true },
  { parameter: 'DisplayName', name: 'recipient.displayName', kind: 'text' },
  {
    parameter: 'Password',
    name: 'credential.password',
    hint: 'admin.passwordHint',
    kind: 'secret',
    required: true,
  },
  {
    parameter: 'RoleGroups',
    name: 'admin.roleGroups',
    hint: 'admin.roleGroupsHint',
    kind: 'flags',
    choices: GROUP_CHOICES,
  },
];

export function NewAdministrator(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  return (
    <Page title={text('admin.newTitle')}>
      <CreateForm
        settings={() => NEW}
        command={(parameters) => ({ name: 'New-Administrator', parameters })}
        back="/administrators"
        onCreated={(ran) => void navigate('/administrators', { state: handedOver(ran) })}
      />
    </Page>
  );
}
