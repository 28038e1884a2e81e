import { Button, Spinner } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiError } from '../../api/client.ts';
import { useCommand } from '../../api/use-command.ts';
import { ConfirmDialog } from '../../command/confirm-dialog.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { handedOver } from '../../frame/handed-over.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { removeCommand } from '../../frame/use-removal.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { type Connector, connectorOf, GET_CONNECTORS, REMOVAL } from './connector.ts';
import { ConnectorForm, type FormTab } from './connector-form.tsx';
import { RangePicture } from './range-picture.tsx';
import { RelayMethods } from './relay-methods.tsx';
import { RightsMatrix } from './rights-matrix.tsx';

type TabName = FormTab | 'relay' | 'rights' | 'picture';

const TABS: readonly Readonly<{ name: TabName; text: TextKey }>[] = [
  { name: 'general', text: 'connector.tab.general' },
  { name: 'security', text: 'connector.tab.security' },
  { name: 'scoping', text: 'connector.tab.scoping' },
  { name: 'limits', text: 'connector.tab.limits' },
  { name: 'protocol', text: 'connector.tab.protocol' },
  { name: 'relay', text: 'connector.tab.relay' },
  { name: 'rights', text: 'connector.tab.rights' },
  { name: 'picture', text: 'connector.tab.picture' },
];

/** One Receive connector: what Exchange shows, what Exchange hides, and what it comes to. */
export function EditReceiveConnector(): ReactNode {
  const { text } = useLanguage();
  const { guid = '' } = useParams();
  const answer = useCommand({ ...GET_CONNECTORS, parameters: { Identity: guid } });
  if (answer.isPending) return <Spinner label={text('common.loading')} />;
  if (answer.isError && !isGone(answer.error))
    return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  const [object] = answer.data?.objects ?? [];
  if (object === undefined)
    return (
      <Page title={text('connector.goneTitle')}>
        <p>{text('connector.gone')}</p>
        <LinkButton to="/receive-connectors">{text('connectors.title')}</LinkButton>
      </Page>
    );
  return <Editor key={guid} connector={connectorOf(object)} />;
}

/** Another administrator may have removed it. */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'E22';
}

function Editor({ connector }: Readonly<{ connector: Connector }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [isRemoving, setIsRemoving] = useState(false);
  const tab = TABS.find(({ name }) => name === search.get('tab'))?.name ?? 'general';
  return (
    <Page
      title={connector.name}
      actions={
        <>
          <LinkButton to="/receive-connectors">{text('common.back')}</LinkButton>
          {may(REMOVAL.command) ? (
            <Button onClick={() => setIsRemoving(true)}>{text('connector.remove')}</Button>
          ) : null}
        </>
      }
    >
      <nav className="tabs" aria-label={connector.name}>
        {TABS.map((one) => (
          <Link
            key={one.name}
            to={`?tab=${one.name}`}
            replace
            aria-current={one.name === tab ? 'page' : undefined}
          >
            {text(one.text)}
          </Link>
        ))}
      </nav>
      <div className="tab-panel">
        <ConnectorForm connector={connector} tab={isFormTab(tab) ? tab : null} />
        {tab === 'relay' ? <RelayMethods connector={connector} /> : null}
        {tab === 'rights' ? <RightsMatrix connector={connector} /> : null}
        {tab === 'picture' ? <RangePicture connector={connector} /> : null}
      </div>
      {isRemoving ? (
        <ConfirmDialog
          title={text('connector.removeTitle', { name: connector.name })}
          consequence={text(REMOVAL.consequence)}
          doName={text('connector.remove')}
          commands={[removeCommand(REMOVAL, connector)]}
          onClose={() => setIsRemoving(false)}
          onDone={(ran) => void navigate('/receive-connectors', { state: handedOver(ran) })}
        />
      ) : null}
    </Page>
  );
}

function isFormTab(tab: TabName): tab is FormTab {
  return tab !== 'relay' && tab !== 'rights' && tab !== 'picture';
}
