import type { Postern } from '../../support/postern.ts';
import { ACCOUNT_SCREENS, WIZARD_SCREENS } from './account-screens.ts';
import type { Visitor } from './admin-center.ts';

/** What one does on a screen before it is judged. */
type Screen = Readonly<{ name: string; path: string; act?: (visitor: Visitor) => Promise<void> }>;

/** Guids of what the screens show. */
type Furniture = Readonly<
  Record<
    'send' | 'domain' | 'remote' | 'user' | 'contact' | 'group' | 'administrator' | 'certificate',
    string
  >
>;

/** Something of each kind, by the shell. The Send connector leads nowhere, and is disabled. */
export async function furnishObjects(server: Postern): Promise<Furniture> {
  const made = [
    'New-SendConnector -Name "To Internet" -AddressSpaces "*","*.fabrikam.com;5" -SmartHosts "[127.0.0.1]" -DNSRoutingEnabled $false -Port 9 -Enabled $false',
    'New-RemoteDomain -Name Fabrikam -DomainName "*.fabrikam.com"',
    'New-AcceptedDomain -Name Branch -DomainName branch.contoso.com',
    'New-MailContact kate -ExternalEmailAddress kate@fabrikam.com',
    'New-DistributionGroup printers -Members kate',
    'New-MailUser scanner -UserPrincipalName scanner@contoso.com -Password (ConvertTo-SecureString "Toner-1234" -AsPlainText -Force)',
    'New-ApiToken nightly -User admin',
  ];
  const asked = [
    '(Get-SendConnector "To Internet").Guid',
    '(Get-AcceptedDomain contoso.com).Guid',
    '(Get-RemoteDomain Fabrikam).Guid',
    '(Get-MailUser scanner).Guid',
    '(Get-MailContact kate).Guid',
    '(Get-DistributionGroup printers).Guid',
    '(Get-Administrator admin).Guid',
    '(Get-ExchangeCertificate).Thumbprint',
  ].map((expression) => `"guid: $(${expression})"`);
  const said = await server.mustShell(
    [...made.map((command) => `${command} | Out-Null`), ...asked].join('; '),
  );
  const [
    send = '',
    domain = '',
    remote = '',
    user = '',
    contact = '',
    group = '',
    administrator = '',
    certificate = '',
  ] = [...said.matchAll(/guid: (\S+)/g)].map(([, guid = '']) => guid);
  return { send, domain, remote, user, contact, group, administrator, certificate };
}

const SEND_TABS = ['general', 'delivery', 'security', 'scoping', 'limits'] as const;
const SERVER_TABS = [
  'sizes',
  'reports',
  'retries',
  'network',
  'folders',
  'logs',
  'frontEndLogs',
  'monitoring',
  'acme',
  'backPressure',
  'filter',
] as const;

/** Screens of Send connectors, domains and recipients. */
export function objectScreens(of: Furniture): readonly Screen[] {
  return [
    { name: 'send-connectors', path: '/send-connectors' },
    ...WIZARD_SCREENS,
    ...SEND_TABS.map((tab) => ({
      name: `send-connector-${tab}`,
      path: `/send-connectors/${of.send}?tab=${tab}`,
    })),
    {
      name: 'send-connector-test',
      path: `/send-connectors/${of.send}?tab=test`,
      act: async (visitor) => {
        await visitor.press('sendTest.do');
        await visitor.see(visitor.text('sendTest.bad'));
      },
    },
    {
      name: 'send-connector-space',
      path: `/send-connectors/${of.send}?tab=scoping`,
      act: (visitor) => visitor.press('entries.add'),
    },
    { name: 'accepted-domains', path: '/accepted-domains' },
    { name: 'accepted-domain-new', path: '/accepted-domains/new' },
    { name: 'accepted-domain', path: `/accepted-domains/${of.domain}` },
    { name: 'remote-domains', path: '/remote-domains' },
    { name: 'remote-domain-new', path: '/remote-domains/new' },
    { name: 'remote-domain', path: `/remote-domains/${of.remote}` },
    {
      name: 'several-removed',
      path: '/receive-connectors',
      act: async (visitor) => {
        await visitor.page.getByRole('checkbox', { name: visitor.text('table.selectAll') }).check();
        await visitor.page.locator('.table-tools button').first().click();
        await visitor.page.locator('dialog .what-if li').first().waitFor();
      },
    },
    ...['users', 'contacts', 'groups'].flatMap((kind) => [
      { name: `recipients-${kind}`, path: `/recipients/${kind}` },
      { name: `recipients-${kind}-new`, path: `/recipients/${kind}/new` },
    ]),
    { name: 'recipient-user', path: `/recipients/users/${of.user}` },
    { name: 'recipient-contact', path: `/recipients/contacts/${of.contact}` },
    {
      name: 'recipient-contact-remove',
      path: `/recipients/contacts/${of.contact}`,
      act: async (visitor) => {
        await visitor.page
          .getByRole('button', { name: visitor.text('object.remove'), exact: true })
          .first()
          .click();
        await visitor.page.getByRole('dialog').getByRole('listitem').first().waitFor();
      },
    },
    { name: 'recipient-members', path: `/recipients/groups/${of.group}?tab=members` },
  ];
}

/** Screens of who administers the server, of its certificates and settings. */
export function serverScreens(of: Furniture): readonly Screen[] {
  return [
    { name: 'administrators', path: '/administrators' },
    { name: 'administrator-new', path: '/administrators/new' },
    { name: 'administrator', path: `/administrators/${of.administrator}` },
    { name: 'administrator-groups', path: `/administrators/${of.administrator}?tab=groups` },
    { name: 'role-groups', path: '/administrators?tab=roleGroups' },
    { name: 'tokens', path: '/administrators?tab=tokens' },
    {
      name: 'token-new',
      path: '/administrators?tab=tokens',
      act: (visitor) => visitor.press('admin.newToken'),
    },
    { name: 'certificates', path: '/certificates' },
    { name: 'certificate-new', path: '/certificates/new' },
    { name: 'certificate-import', path: '/certificates/import' },
    { name: 'certificate', path: `/certificates/${of.certificate}` },
    { name: 'certificate-services', path: `/certificates/${of.certificate}?tab=services` },
    ...ACCOUNT_SCREENS,
    ...SERVER_TABS.map((tab) => ({ name: `server-${tab}`, path: `/server-settings?tab=${tab}` })),
  ];
}
