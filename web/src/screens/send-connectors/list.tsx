import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { parseAddressSpace } from '../../../../src/config/address-space.ts';
import type { Command } from '../../api/commands.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import type { Removal } from '../../frame/use-removal.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import type { Column } from '../../table/data-table.tsx';

export const GET_SEND_CONNECTORS: Command = { name: 'Get-SendConnector', parameters: {} };

export const REMOVAL: Removal<AdminObject> = {
  command: 'Remove-SendConnector',
  identity: (object) => textOf(object, 'Name'),
  consequence: 'send.removeConsequence',
};

/** Every way by which mail leaves. */
export function SendConnectors(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  return (
    <Page
      title={text('send.title')}
      intro={text('send.intro')}
      actions={
        <>
          {may('Test-Mailflow') ? (
            <LinkButton to="/test-mailflow">{text('mailflow.title')}</LinkButton>
          ) : null}
          {may('New-SendConnector') ? (
            <LinkButton to="/send-connectors/new" primary>
              {text('connectors.add')}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <ObjectList
        label={text('send.title')}
        get={GET_SEND_CONNECTORS}
        columns={useInLanguage(columnsIn)}
        rowKey={(object) => textOf(object, 'Name')}
        empty={text('send.empty')}
        removal={REMOVAL}
      />
    </Page>
  );
}

function columnsIn({ text }: LanguageView): readonly Column<AdminObject>[] {
  return [
    {
      key: 'name',
      name: text('connectors.name'),
      value: (object) => textOf(object, 'Name'),
      cell: (object) => (
        <Link to={`/send-connectors/${textOf(object, 'Guid')}`}>{textOf(object, 'Name')}</Link>
      ),
      narrow: true,
    },
    {
      key: 'enabled',
      name: text('connectors.status'),
      value: (object) => text(isOn(object, 'Enabled') ? 'connectors.enabled' : 'connectors.disabled'),
      width: '7rem',
      narrow: true,
    },
    {
      key: 'spaces',
      name: text('send.spaces'),
      value: (object) =>
        itemsOf(object, 'AddressSpaces')
          .map((space) => parseAddressSpace(space)?.domain ?? space)
          .join(', '),
    },
    {
      key: 'cost',
      name: text('space.cost'),
      value: (object) =>
        [
          ...new Set(itemsOf(object, 'AddressSpaces').map((space) => parseAddressSpace(space)?.cost ?? 1)),
        ].join(', '),
      width: '6rem',
    },
    {
      key: 'hosts',
      name: text('send.deliversTo'),
      value: (object) => deliversTo(object, text('send.byMx'), text('send.toFolder')),
    },
  ];
}

/** `smtp.contoso.com, [10.0.0.5] : 587` */
function deliversTo(object: AdminObject, byMx: string, toFolder: string): string {
  const folder = textOf(object, 'DropDirectory');
  if (folder !== '') return toFolder;
  if (isOn(object, 'DNSRoutingEnabled')) return byMx;
  const port = textOf(object, 'Port');
  return `${itemsOf(object, 'SmartHosts').join(', ')}${port === '25' ? '' : ` : ${port}`}`;
}
