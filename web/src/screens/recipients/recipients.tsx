import { type ReactNode, useMemo } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { isOn, textOf } from '../../api/objects.ts';
import { handedOver } from '../../frame/handed-over.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useLanguage } from '../../i18n/language.tsx';
import { CreateForm } from '../../settings/create-form.tsx';
import { isBlank } from '../../settings/draft.ts';
import type { Column } from '../../table/data-table.tsx';
import { kindOf, KINDS, type RecipientKind, removalOf } from './recipient-kinds.ts';

/** Users who sign in, contacts elsewhere, and groups. */
export function Recipients(): ReactNode {
  const language = useLanguage();
  const { text } = language;
  const { may } = useSession();
  const kind = kindOf(useParams()['kind']);
  const columns = useMemo(() => columnsIn(language, kind), [language, kind]);
  return (
    <Page
      title={text('recipient.title')}
      actions={
        may(`New-${kind.noun}`) ? (
          <LinkButton to={`/recipients/${kind.name}/new`} primary>
            {text('connectors.add')}
          </LinkButton>
        ) : undefined
      }
    >
      <nav className="tabs" aria-label={text('recipient.title')}>
        {KINDS.map(({ name, tab }) => (
          <Link key={name} to={`/recipients/${name}`} aria-current={name === kind.name ? 'page' : undefined}>
            {text(tab)}
          </Link>
        ))}
      </nav>
      <div className="tab-panel">
        <p className="intro">{text(kind.intro)}</p>
        <ObjectList
          key={kind.name}
          label={text(kind.tab)}
          get={kind.get}
          columns={columns}
          rowKey={(object) => textOf(object, 'Name')}
          empty={text(kind.empty)}
          removal={removalOf(kind)}
        />
      </div>
    </Page>
  );
}

function columnsIn({ text }: LanguageView, kind: RecipientKind): readonly Column<AdminObject>[] {
  return [
    {
      key: 'name',
      name: text('connectors.name'),
      value: (object) => textOf(object, 'Name'),
      cell: (object) => (
        <Link to={`/recipients/${kind.name}/${textOf(object, 'Guid')}`}>{textOf(object, 'Name')}</Link>
      ),
      narrow: true,
    },
    {
      key: 'displayName',
      name: text('recipient.displayName'),
      value: (object) => textOf(object, 'DisplayName'),
    },
    {
      key: 'address',
      name: text('recipient.primary'),
      value: (object) => textOf(object, 'PrimarySmtpAddress'),
      narrow: true,
    },
    ...(kind.name === 'groups' ? groupColumns(text) : []),
    ...(kind.name === 'groups' ? [] : personColumns(text)),
    ...(kind.name === 'users' ? userColumns(text) : []),
  ];
}

type Text = ReturnType<typeof useLanguage>['text'];

function groupColumns(text: Text): readonly Column<AdminObject>[] {
  return [
    {
      key: 'senders',
      name: text('recipient.senders'),
      value: (object) =>
        text(
          isOn(object, 'RequireSenderAuthenticationEnabled') ? 'recipient.signedInOnly' : 'recipient.anybody',
        ),
    },
  ];
}

function personColumns(text: Text): readonly Column<AdminObject>[] {
  return [
    {
      key: 'external',
      name: text('recipient.external'),
      value: (object) => textOf(object, 'ExternalEmailAddress').replace(/^smtp:/i, ''),
    },
  ];
}

function userColumns(text: Text): readonly Column<AdminObject>[] {
  return [
    {
      key: 'signIn',
      name: text('recipient.signIn'),
      value: (object) => {
        if (!isOn(object, 'PasswordIsSet')) return text('recipient.noPassword');
        return text(isOn(object, 'Enabled') ? 'recipient.allowed' : 'connectors.disabled');
      },
      width: '10rem',
    },
  ];
}

export function NewRecipient(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const kind = kindOf(useParams()['kind']);
  const back = `/recipients/${kind.name}`;
  return (
    <Page title={text(kind.newTitle)} intro={text(kind.intro)}>
      <CreateForm
        key={kind.name}
        settings={() => kind.create}
        first={kind.first}
        command={(parameters, draft) => ({
          name: `New-${kind.noun}`,
          parameters: isBlank(draft['Name']) ? { Name: '', ...parameters } : parameters,
        })}
        back={back}
        onCreated={(ran) => void navigate(back, { state: handedOver(ran) })}
      />
    </Page>
  );
}
