import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { isOn, textOf } from '../../api/objects.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, type TextKey, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import type { Column } from '../../table/data-table.tsx';
import { GET_REMOTE_DOMAINS, isDefault, REMOVAL } from './remote-domain.ts';

/** Domains outside, and which reports their senders get. */
export function RemoteDomains(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  return (
    <Page
      title={text('remote.title')}
      intro={text('remote.intro')}
      actions={
        may('New-RemoteDomain') ? (
          <LinkButton to="/remote-domains/new" primary>
            {text('connectors.add')}
          </LinkButton>
        ) : undefined
      }
    >
      <ObjectList
        label={text('remote.title')}
        get={GET_REMOTE_DOMAINS}
        columns={useInLanguage(columnsIn)}
        rowKey={(object) => textOf(object, 'Name')}
        empty={text('remote.empty')}
        removal={REMOVAL}
      />
    </Page>
  );
}

function columnsIn({ text }: LanguageView): readonly Column<AdminObject>[] {
  const allowed = (key: string, name: TextKey, property: string): Column<AdminObject> => ({
    key,
    name: text(name),
    value: (object) => text(isOn(object, property) ? 'remote.allowed' : 'remote.notAllowed'),
    width: '12rem',
  });
  return [
    {
      key: 'name',
      name: text('connectors.name'),
      value: (object) => textOf(object, 'Name'),
      cell: (object) => (
        <Link to={`/remote-domains/${textOf(object, 'Guid')}`}>{textOf(object, 'Name')}</Link>
      ),
      narrow: true,
    },
    {
      key: 'domain',
      name: text('remote.domain'),
      value: (object) => (isDefault(object) ? text('remote.all') : textOf(object, 'DomainName')),
      narrow: true,
    },
    allowed('delivery', 'remote.deliveryShort', 'DeliveryReportEnabled'),
    allowed('ndr', 'remote.ndrShort', 'NDREnabled'),
    allowed('diagnostics', 'remote.diagnosticsShort', 'NDRDiagnosticInfoEnabled'),
  ];
}
