import type { ReactNode } from 'react';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { ApiTokens } from '../administrators/api-tokens.tsx';
import { ChangePassword } from './change-password.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

type TabName = 'password' | 'totp' | 'tokens' | 'sessions';

const TABS: readonly [Tab<TabName>, ...Tab<TabName>[]] = [
  { name: 'password', text: 'account.password' },
  { name: 'totp', text: 'admin.totp' },
  { name: 'tokens', text: 'admin.tokens' },
  { name: 'sessions', text: 'sessions.title' },
];

/** What everybody may do with the own account. Decision: ADR-0008 */
export function Account(): ReactNode {
  const { text } = useLanguage();
  const { user, roles } = useSession();
  const tab = useTab(TABS);
  return (
    <Page
      title={text('account.title')}
      intro={text('account.intro', { user, roles: roles.join(', ') || text('admin.noGroup') })}
    >
      <Tabs label={text('account.title')} tabs={TABS} current={tab} />
      <div className="tab-panel">
        {tab === 'password' ? <ChangePassword /> : null}
        {tab === 'totp' ? <SecondFactor /> : null}
        {tab === 'tokens' ? <ApiTokens of={user} /> : null}
        {tab === 'sessions' ? <Sessions /> : null}
      </div>
    </Page>
  );
}
