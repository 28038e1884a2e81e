import { Badge } from '@fluentui/react-components';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { useCommand } from '../../api/use-command.ts';
import { useOverview } from '../../api/overview.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { useRemoval } from '../../frame/use-removal.tsx';
import { type LanguageView, useLanguage } from '../../i18n/language.tsx';
import { bindingName } from '../../settings/binding-name.ts';
import { rangeName } from '../../settings/range-name.ts';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { type Connector, connectorOf, GET_CONNECTORS, LISTED, REMOVAL } from './connector.ts';

/** Every Receive connector of the server, and which of them lets whom relay. */
export function ReceiveConnectors(): ReactNode {
  const { may } = useSession();
  const answer = useCommand(GET_CONNECTORS, { properties: LISTED });
  const overview = useOverview();
  const relayers = overview.data?.relayers;
  const rows = useMemo(() => answer.data?.objects.map(connectorOf), [answer.data]);
  const { table, dialog, told } = useRemoval({ rows, rowKey, removal: REMOVAL });
  const language = useLanguage();
  const { text } = language;
  const columns = useMemo(() => {
    const names = new Set((relayers ?? []).map(({ connector }) => connector));
    return columnsIn(language, ({ identity, name }) => names.has(identity) || names.has(name));
  }, [language, relayers]);
  return (
    <Page
      title={text('connectors.title')}
      intro={text('connectors.intro')}
      actions={
        may('New-ReceiveConnector') ? (
          <LinkButton to="/receive-connectors/new" primary>
            {text('connectors.add')}
          </LinkButton>
        ) : undefined
      }
    >
      {told}
      {answer.isError ? (
        <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <DataTable
          label={text('connectors.title')}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          empty={<p>{text('connectors.empty')}</p>}
          {...table}
        />
      )}
      {dialog}
    </Page>
  );
}

function rowKey({ name }: Connector): string {
  return name;
}

function columnsIn(
  { text, list }: LanguageView,
  relays: (connector: Connector) => boolean,
): readonly Column<Connector>[] {
  return [
    {
      key: 'name',
      name: text('connectors.name'),
      value: ({ name }) => name,
      cell: ({ guid, name }) => <Link to={`/receive-connectors/${guid}`}>{name}</Link>,
      narrow: true,
    },
    {
      key: 'enabled',
      name: text('connectors.status'),
      value: ({ enabled }) => text(enabled ? 'connectors.enabled' : 'connectors.disabled'),
      width: '7rem',
    },
    {
      key: 'role',
      name: text('connectors.role'),
      value: ({ role }) => text(role === 'HubTransport' ? 'role.HubTransport' : 'role.FrontendTransport'),
      width: '13rem',
    },
    {
      key: 'bindings',
      name: text('connectors.bindings'),
      value: ({ bindings }) => list(bindings.map((one) => bindingName(one, text))),
    },
    {
      key: 'ranges',
      name: text('connectors.ranges'),
      value: ({ ranges }) => list(ranges.map((one) => rangeName(one, text))),
    },
    {
      key: 'relay',
      name: text('connectors.relay'),
      value: (connector) => text(relays(connector) ? 'connectors.relays' : 'connectors.relaysNot'),
      cell: (connector) =>
        relays(connector) ? (
          <Badge appearance="tint" color="important">
            {text('connectors.relays')}
          </Badge>
        ) : (
          text('connectors.relaysNot')
        ),
      width: '9rem',
      narrow: true,
    },
  ];
}
