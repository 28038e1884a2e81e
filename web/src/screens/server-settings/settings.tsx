import { Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingsForm } from '../../settings/settings-form.tsx';
import { AcmeState } from './acme-state.tsx';
import { BackPressure } from './back-pressure.tsx';
import { type FormName, FORMS } from './server-settings.ts';
import { TlsReports } from './tls-reports.tsx';

type TabName = Exclude<FormName, 'recipientFilter'> | 'backPressure';

const TABS: readonly [Tab<TabName>, ...Tab<TabName>[]] = [
  { name: 'sizes', text: 'server.tab.sizes' },
  { name: 'reports', text: 'server.tab.reports' },
  { name: 'retries', text: 'server.tab.retries' },
  { name: 'network', text: 'server.tab.network' },
  { name: 'folders', text: 'server.tab.folders' },
  { name: 'logs', text: 'server.tab.logs' },
  { name: 'frontEndLogs', text: 'server.tab.frontEndLogs' },
  { name: 'monitoring', text: 'server.tab.monitoring' },
  { name: 'acme', text: 'server.tab.acme' },
  { name: 'backPressure', text: 'server.tab.backPressure' },
  { name: 'filter', text: 'server.tab.filter' },
];

/** Settings of the organization, of the transport service and of the filters. */
export function ServerSettings(): ReactNode {
  const { text } = useLanguage();
  const tab = useTab(TABS);
  return (
    <Page title={text('server.title')}>
      <Tabs label={text('server.title')} tabs={TABS} current={tab} />
      <div className="tab-panel">
        {tab === 'backPressure' ? (
          <BackPressure />
        ) : (
          <Form key={tab} name={tab}>
            {tab === 'acme' ? <AcmeState /> : null}
          </Form>
        )}
        {tab === 'monitoring' ? <TlsReports /> : null}
        {tab === 'filter' ? <Form name="recipientFilter" /> : null}
      </div>
    </Page>
  );
}

function Form({ name, children }: Readonly<{ name: FormName; children?: ReactNode }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const { get, set, hasIdentity, intro, groups } = FORMS[name];
  const isAllowed = may(get.name);
  const answer = useCommand(get, { enabled: isAllowed });
  if (!isAllowed) return <p>{text('command.forbidden', { command: get.name })}</p>;
  if (answer.isPending) return <Spinner label={text('common.loading')} />;
  if (answer.isError) return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  const object = answer.data.objects[0];
  if (object === undefined) return null;
  const settings = groups.flatMap((group) => group.settings);
  return (
    <>
      <p className="intro">{text(intro)}</p>
      {children}
      <SettingsForm
        object={object}
        settings={settings}
        groups={groups}
        command={set}
        {...(hasIdentity ? { identity: textOf(object, 'Name') } : {})}
      />
    </>
  );
}
