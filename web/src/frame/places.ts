import type { TextKey } from '../i18n/language.tsx';

export type Place = Readonly<{
  path: string;
  name: TextKey;
  /** The command a user must be allowed to run for the place to be of use; none = everybody. */
  command?: string;
  /** Of use only where the server is a sandbox. */
  sandboxOnly?: true;
}>;

/** The navigation, in its order. */
export const PLACES: readonly Place[] = [
  { path: '/', name: 'home.title' },
  { path: '/receive-connectors', name: 'connectors.title', command: 'Get-ReceiveConnector' },
  { path: '/test-relay', name: 'test.title', command: 'Test-Relay' },
  { path: '/live', name: 'live.title', command: 'Get-Queue' },
  { path: '/tracking', name: 'tracking.title', command: 'Get-TrackedMessage' },
  { path: '/devices', name: 'devices.title', command: 'Get-Queue' },
  { path: '/queues', name: 'queues.title', command: 'Get-Queue' },
  { path: '/send-connectors', name: 'send.title', command: 'Get-SendConnector' },
  { path: '/accepted-domains', name: 'domain.title', command: 'Get-AcceptedDomain' },
  { path: '/remote-domains', name: 'remote.title', command: 'Get-RemoteDomain' },
  { path: '/changes', name: 'changes.title', command: 'Search-AdminAuditLog' },
  { path: '/shell', name: 'shell.title' },
  { path: '/captured', name: 'captured.title', command: 'Export-Message', sandboxOnly: true },
  { path: '/recipients', name: 'recipient.title', command: 'Get-Recipient' },
  { path: '/administrators', name: 'admin.title', command: 'Get-ApiToken' },
  { path: '/certificates', name: 'cert.title', command: 'Get-ExchangeCertificate' },
  { path: '/server-settings', name: 'server.title', command: 'Get-TransportConfig' },
];
