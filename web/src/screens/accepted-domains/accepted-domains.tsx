import { Badge } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { isOn, textOf } from '../../api/objects.ts';
import { handedOver } from '../../frame/handed-over.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { ObjectPage } from '../../frame/object-page.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import type { Removal } from '../../frame/use-removal.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { CreateForm } from '../../settings/create-form.tsx';
import type { Choice, Setting } from '../../settings/setting.ts';
import { SettingsForm } from '../../settings/settings-form.tsx';
import type { Column } from '../../table/data-table.tsx';

const GET: Command = { name: 'Get-AcceptedDomain', parameters: {} };
const REMOVAL: Removal<AdminObject> = {
  command: 'Remove-AcceptedDomain',
  identity: (object) => textOf(object, 'Name'),
  consequence: 'domain.removeConsequence',
  isFixed: (object) => isOn(object, 'Default'),
};
const BACK = { path: '/accepted-domains', name: 'domain.title' } as const;

/** Exchange's order: "This accepted domain is". */
const TYPES: readonly Choice[] = [
  { value: 'Authoritative', name: 'domainType.Authoritative' },
  { value: 'InternalRelay', name: 'domainType.InternalRelay' },
  { value: 'ExternalRelay', name: 'domainType.ExternalRelay' },
];

const NAME: Setting = { parameter: 'Name', name: 'connector.name', kind: 'text', required: true };
const TYPE: Setting = {
  parameter: 'DomainType',
  name: 'domain.type',
  hint: 'domain.typeHint',
  kind: 'choice',
  choices: TYPES,
};
const NEW: readonly Setting[] = [
  NAME,
  { parameter: 'DomainName', name: 'domain.domain', hint: 'domain.domainHint', kind: 'text', required: true },
  TYPE,
];
const EDIT: readonly Setting[] = [
  NAME,
  TYPE,
  { parameter: 'MatchSubDomains', name: 'domain.subdomains', hint: 'domain.subdomainsHint', kind: 'switch' },
  {
    parameter: 'AddressBookEnabled',
    name: 'domain.addressBook',
    hint: 'domain.addressBookHint',
    kind: 'switch',
  },
];
const MAKE_DEFAULT: Setting = {
  parameter: 'MakeDefault',
  name: 'domain.makeDefault',
  hint: 'domain.makeDefaultHint',
  kind: 'switch',
};

/** Domains whose mail anybody may send here. */
export function AcceptedDomains(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  return (
    <Page
      title={text('domain.title')}
      intro={text('domain.intro')}
      actions={
        may('New-AcceptedDomain') ? (
          <LinkButton to="/accepted-domains/new" primary>
            {text('connectors.add')}
          </LinkButton>
        ) : undefined
      }
    >
      <ObjectList
        label={text('domain.title')}
        get={GET}
        columns={useInLanguage(columnsIn)}
        rowKey={(object) => textOf(object, 'Name')}
        empty={text('domain.empty')}
        removal={REMOVAL}
      />
    </Page>
  );
}

function columnsIn({ text }: LanguageView): readonly Column<AdminObject>[] {
  const type = (object: AdminObject): string => {
    const choice = TYPES.find(({ value }) => value === textOf(object, 'DomainType'));
    return choice?.name === undefined || choice.name === null ? '' : text(choice.name);
  };
  return [
    {
      key: 'name',
      name: text('connectors.name'),
      value: (object) => textOf(object, 'Name'),
      cell: (object) => (
        <Link to={`/accepted-domains/${textOf(object, 'Guid')}`}>{textOf(object, 'Name')}</Link>
      ),
      narrow: true,
    },
    {
      key: 'domain',
      name: text('domain.domain'),
      value: (object) => textOf(object, 'DomainName'),
      narrow: true,
    },
    { key: 'type', name: text('domain.type'), value: type },
    {
      key: 'subdomains',
      name: text('domain.subdomainsShort'),
      value: (object) => text(isOn(object, 'MatchSubDomains') ? 'domain.included' : 'domain.notIncluded'),
      width: '10rem',
    },
    {
      key: 'default',
      name: text('domain.default'),
      value: (object) => (isOn(object, 'Default') ? text('domain.isDefault') : ''),
      cell: (object) =>
        isOn(object, 'Default') ? <Badge appearance="tint">{text('domain.isDefault')}</Badge> : null,
      width: '8rem',
    },
  ];
}

export function NewAcceptedDomain(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  return (
    <Page title={text('domain.newTitle')}>
      <CreateForm
        settings={() => NEW}
        first={{ DomainType: 'Authoritative' }}
        command={(parameters) => ({ name: 'New-AcceptedDomain', parameters })}
        back={BACK.path}
        onCreated={(ran) => void navigate(BACK.path, { state: handedOver(ran) })}
      />
    </Page>
  );
}

export function EditAcceptedDomain(): ReactNode {
  const { text } = useLanguage();
  const { guid = '' } = useParams();
  return (
    <ObjectPage
      get={GET}
      find={(object) => textOf(object, 'Guid') === guid}
      title={(object) => textOf(object, 'DomainName')}
      back={BACK}
      removal={REMOVAL}
    >
      {(object) => {
        const settings = isOn(object, 'Default') ? EDIT : [...EDIT, MAKE_DEFAULT];
        return (
          <SettingsForm
            key={`${guid} ${settings.length}`}
            object={object}
            settings={settings}
            shown={settings}
            command="Set-AcceptedDomain"
            identity={textOf(object, 'Name')}
          >
            {isOn(object, 'Default') ? <p className="hint">{text('domain.isDefaultHint')}</p> : null}
          </SettingsForm>
        );
      }}
    </ObjectPage>
  );
}
