import { ROLE_GROUPS, type RoleGroup } from '../config/administrator.ts';
import type { AdminError } from './contract/errors.ts';
import type { Caller } from './ports.ts';

/** A feature that role groups manage or view. receive-connectors.md §11, mail-flow.md §11.1 */
type Feature =
  | 'receiveConnectors'
  | 'adPermissions'
  | 'organization'
  | 'transportService'
  | 'queues'
  | 'messageTracking'
  | 'antispam'
  | 'recipients'
  | 'auditLog'
  | 'roleManagement'
  | 'ownAccount'
  | 'server';

const ORGANIZATION = 'Organization Management';

/** Who may change what belongs to the feature. */
const MANAGERS: Readonly<Record<Feature, readonly RoleGroup[]>> = {
  receiveConnectors: [ORGANIZATION, 'Server Management', 'Hygiene Management'],
  adPermissions: [ORGANIZATION],
  organization: [ORGANIZATION],
  transportService: [ORGANIZATION, 'Server Management', 'Hygiene Management'],
  queues: [ORGANIZATION, 'Server Management'],
  messageTracking: [ORGANIZATION, 'Records Management', 'Recipient Management'],
  antispam: [ORGANIZATION, 'Hygiene Management'],
  recipients: [ORGANIZATION, 'Recipient Management'],
  auditLog: [ORGANIZATION, 'Records Management'],
  roleManagement: [ORGANIZATION],
  ownAccount: ROLE_GROUPS,
  server: [ORGANIZATION, 'Server Management'],
};

/** Who may read it besides those who manage it. View-only users read every feature. */
const VIEWERS: readonly RoleGroup[] = [
  'View-Only Organization Management',
  'Compliance Management',
  'Delegated Setup',
];

/** Readers of one feature beyond VIEWERS. */
const READERS: Partial<Readonly<Record<Feature, readonly RoleGroup[]>>> = {
  adPermissions: ['Server Management', 'Hygiene Management'],
  server: ['Hygiene Management', 'Recipient Management', 'Records Management'],
};

const FEATURE_OF_NOUN: Readonly<Record<string, Feature>> = {
  ReceiveConnector: 'receiveConnectors',
  ADPermission: 'adPermissions',
  SendConnector: 'organization',
  ForeignConnector: 'organization',
  AcceptedDomain: 'organization',
  RemoteDomain: 'organization',
  TransportConfig: 'organization',
  TransportService: 'transportService',
  FrontendTransportService: 'transportService',
  TelemetryConfig: 'transportService',
  AcmeConfig: 'server',
  AcmeCertificate: 'server',
  ResourceLevel: 'queues',
  TlsReport: 'queues',
  TransportServer: 'transportService',
  Queue: 'queues',
  QueueDigest: 'queues',
  Message: 'queues',
  MessageTrackingLog: 'messageTracking',
  TrackedMessage: 'messageTracking',
  SenderFilterConfig: 'antispam',
  RecipientFilterConfig: 'antispam',
  MailUser: 'recipients',
  MailContact: 'recipients',
  DistributionGroup: 'recipients',
  DistributionGroupMember: 'recipients',
  Recipient: 'recipients',
  AdminAuditLog: 'auditLog',
  Administrator: 'roleManagement',
  RoleGroup: 'roleManagement',
  RoleGroupMember: 'roleManagement',
  ApiToken: 'ownAccount',
  MyPassword: 'ownAccount',
  MyTotp: 'ownAccount',
  ExchangeServer: 'server',
  ExchangeCertificate: 'server',
  Relay: 'receiveConnectors',
  SmtpConnectivity: 'queues',
  Mailflow: 'queues',
};

/** They change nothing here, but sign in at servers of others and ask them for recipients, or send mail: not for those
 *  who only look. */
const REACHES_OUT: ReadonlySet<string> = new Set(['Test-SendConnector', 'Test-Mailflow']);

/** @returns E23 where the caller lacks the role, else null. A command without a row may be run by nobody. */
export function authorize(caller: Caller, command: string): AdminError | null {
  const [verb = '', noun = ''] = command.split('-', 2);
  const feature = FEATURE_OF_NOUN[noun];
  const reads = isReading(verb) && !REACHES_OUT.has(command);
  if (feature !== undefined && caller.roleGroups.some((group) => mayRun(group, reads, feature))) return null;
  return {
    category: 'PermissionDenied',
    id: 'E23',
    message: `You don't have sufficient permissions to run ${command}.`,
    target: command,
  };
}

function mayRun(group: RoleGroup, reads: boolean, feature: Feature): boolean {
  if (MANAGERS[feature].includes(group)) return true;
  if (!reads) return false;
  return VIEWERS.includes(group) || READERS[feature]?.includes(group) === true;
}

/** Commands that change nothing and are not audited. mail-flow.md §11.2 */
export function isReading(verb: string): boolean {
  return verb === 'Get' || verb === 'Search' || verb === 'Test';
}
