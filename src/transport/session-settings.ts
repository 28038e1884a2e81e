import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { formatDate, localOffsetMinutes } from '../mail/date.ts';
import type { SessionSettings } from '../smtp/server-types.ts';

/** What a session's settings depend on besides its connector. */
export type SettingsFacts = Readonly<{
  snapshot: ConfigSnapshot;
  peerAddress: string;
  /** Word in the default banner, `Postern`. */
  product: string;
  hasCertificate: boolean;
  /** Epoch ms, for the banner. */
  at: number;
}>;

/** The connector as the SMTP engine sees it. receive-connectors.md §8.3, §8.4 */
export function sessionSettings(connector: ReceiveConnector, facts: SettingsFacts): SessionSettings {
  const fqdn = connectorFqdn(connector, facts.snapshot);
  return {
    fqdn,
    banner: connector.banner ?? defaultBanner(fqdn, facts.product, facts.at),
    peerAddress: facts.peerAddress,
    size: announcedSize(connector),
    pipelining: connector.pipeliningEnabled,
    dsn: connector.deliveryStatusNotificationEnabled,
    enhancedStatusCodes: connector.enhancedStatusCodesEnabled,
    startTls: connector.authMechanism.includes('Tls') && facts.hasCertificate,
    authLogin: offeredLogin(connector),
    eightBitMime: connector.eightBitMimeEnabled,
    chunking: connector.chunkingEnabled,
    binaryMime: connector.binaryMimeEnabled,
    smtpUtf8: connector.smtpUtf8Enabled,
    longAddresses: connector.longAddressesEnabled,
    orar: connector.orarEnabled,
    requireEhloDomain: connector.requireEHLODomain,
    maxProtocolErrors: connector.maxProtocolErrors,
    maxLogonFailures: connector.maxLogonFailures,
    replyFamily: facts.snapshot.transportConfig.smtpReplyFamily,
  };
}

/** The name a connector shows. Exchange: Set-ReceiveConnector -Fqdn */
export function connectorFqdn(connector: ReceiveConnector, snapshot: ConfigSnapshot): string {
  return connector.fqdn ?? snapshot.server.fqdn;
}

function defaultBanner(fqdn: string, product: string, at: number): string {
  return `220 ${fqdn} ${product} ESMTP MAIL Service ready at ${formatDate(at, localOffsetMinutes(at))}`;
}

function announcedSize(connector: ReceiveConnector): number | 'bare' | null {
  switch (connector.sizeEnabled) {
    case 'Enabled':
      return connector.maxMessageSize;
    case 'EnabledWithoutValue':
      return 'bare';
    case 'Disabled':
      return null;
  }
}

function offeredLogin(connector: ReceiveConnector): SessionSettings['authLogin'] {
  if (connector.authMechanism.includes('BasicAuthRequireTLS')) return 'afterTls';
  return connector.authMechanism.includes('BasicAuth') ? 'always' : 'never';
}
