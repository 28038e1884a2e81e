import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { textOf } from '../../api/objects.ts';
import { ObjectPage } from '../../frame/object-page.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingsForm } from '../../settings/settings-form.tsx';
import { GET_SEND_CONNECTORS, REMOVAL } from './list.tsx';
import { ALL_SETTINGS, type FormTab, TAB_SETTINGS } from './send-settings.ts';
import { ConnectorTest } from './connector-test.tsx';

const TABS: readonly [Tab<FormTab | 'test'>, ...Tab<FormTab | 'test'>[]] = [
  { name: 'general', text: 'connector.tab.general' },
  { name: 'delivery', text: 'send.tab.delivery' },
  { name: 'security', text: 'connector.tab.security' },
  { name: 'scoping', text: 'connector.tab.scoping' },
  { name: 'limits', text: 'connector.tab.limits' },
  { name: 'test', text: 'send.tab.test' },
];

/** One Send connector: its settings, and a test with the host that it leads to. */
export function EditSendConnector(): ReactNode {
  const { guid = '' } = useParams();
  return (
    <ObjectPage
      get={GET_SEND_CONNECTORS}
      find={(object) => textOf(object, 'Guid') === guid}
      title={(object) => textOf(object, 'Name')}
      back={{ path: '/send-connectors', name: 'send.title' }}
      removal={REMOVAL}
    >
      {(object) => <Editor key={guid} connector={object} />}
    </ObjectPage>
  );
}

function Editor({ connector }: Readonly<{ connector: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const tab = useTab(TABS);
  const isTest = tab === 'test';
  return (
    <>
      <Tabs label={textOf(connector, 'Name')} tabs={TABS} current={tab} />
      <div className="tab-panel">
        <div hidden={isTest}>
          <SettingsForm
            object={connector}
            settings={ALL_SETTINGS}
            shown={isTest ? [] : TAB_SETTINGS[tab]}
            command="Set-SendConnector"
            identity={textOf(connector, 'Name')}
            noneOf={{ ErrorPolicies: 'Default' }}
          >
            {tab === 'security' ? <p className="hint">{text('send.securityIntro')}</p> : null}
          </SettingsForm>
        </div>
        {isTest ? <ConnectorTest connector={connector} /> : null}
      </div>
    </>
  );
}
