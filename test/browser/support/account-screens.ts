import type { Visitor } from './admin-center.ts';
import { walkSendWizard } from './forms.ts';

type Screen = Readonly<{ name: string; path: string; act?: (visitor: Visitor) => Promise<void> }>;

const ANSWERS = {
  name: 'To partner',
  domain: 'partner.example',
  host: '[127.0.0.1]',
  port: '587',
  user: 'relay',
  password: 'Pa$$w0rd',
} as const;
const WIZARD_PAGES = ['first', 'network', 'spaces', 'source', 'summary'] as const;

/** Each page of the wizard of a Send connector, as it comes after the answers to the ones before. */
export const WIZARD_SCREENS: readonly Screen[] = [
  ...WIZARD_PAGES.map((page, answered) => ({
    name: `send-wizard-${page}`,
    path: '/send-connectors/new',
    act: (visitor: Visitor) => walkSendWizard(visitor, ANSWERS, answered),
  })),
  {
    name: 'send-wizard-faults',
    path: '/send-connectors/new',
    act: (visitor) => visitor.press('wizard.next'),
  },
];

/** What everybody may do with the own account. The second factor is begun, and never put into force. */
export const ACCOUNT_SCREENS: readonly Screen[] = [
  { name: 'account-password', path: '/account' },
  {
    name: 'account-password-faults',
    path: '/account',
    act: (visitor) => visitor.press('account.change'),
  },
  { name: 'account-totp', path: '/account?tab=totp' },
  {
    name: 'account-totp-secret',
    path: '/account?tab=totp',
    act: async (visitor) => {
      await visitor.press('account.totpBegin');
      await visitor.page.locator('.qr').waitFor();
    },
  },
  { name: 'account-tokens', path: '/account?tab=tokens' },
  { name: 'account-sessions', path: '/account?tab=sessions' },
];
