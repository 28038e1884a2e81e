import type { DsnSettings } from '../../config/organization.ts';
import type { RemoteDomain } from '../../config/remote-domain.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import type { Mailbox } from '../../mail/address.ts';
import type { ReportAction, ReportedRecipient } from '../../queue/recipient-state.ts';
import { defaultAcceptedDomain, findAcceptedDomain } from '../../routing/accepted-domain.ts';
import { findRemoteDomain } from '../../routing/remote-domain.ts';

/** What is set for reports to one sender. */
export type SenderSettings = Readonly<{ dsn: DsnSettings; remote: RemoteDomain | null }>;

/** A sender is internal by its address, whoever handed the message in. mail-flow.md §5.2, §14 number 15 */
export function settingsFor(sender: Mailbox, snapshot: ConfigSnapshot): SenderSettings {
  const { transportConfig, acceptedDomains, remoteDomains } = snapshot;
  if (findAcceptedDomain(acceptedDomains, sender.domain) !== null) {
    return { dsn: transportConfig.internalDsn, remote: null };
  }
  return {
    dsn: transportConfig.externalDsn,
    remote: findRemoteDomain(remoteDomains, sender.domain),
  };
}

/** Whether reports of an action go to such a sender at all. mail-flow.md §5.1 */
export function isReported(action: ReportAction, { dsn, remote }: SenderSettings): boolean {
  if (action === 'delayed' && !dsn.delayDsnEnabled) return false;
  if (remote === null) return true;
  return action === 'failed' || action === 'delayed' ? remote.ndrEnabled : remote.deliveryReportEnabled;
}

/** Exchange: ExternalPostmasterAddress, else postmaster@ the default accepted domain, else @ this server. */
export function postmasterAddress(snapshot: ConfigSnapshot): string {
  const configured = snapshot.transportConfig.externalPostmasterAddress;
  if (configured !== null && configured !== '' && configured !== '<>') return configured;
  return `postmaster@${defaultAcceptedDomain(snapshot.acceptedDomains) ?? snapshot.server.fqdn}`;
}

/** Whether the postmaster gets a copy. Exchange: Set-TransportConfig -GenerateCopyOfDSNFor */
export function isCopied(reports: readonly ReportedRecipient[], snapshot: ConfigSnapshot): boolean {
  const { generateCopyOfDSNFor } = snapshot.transportConfig;
  return reports.some(({ action, status }) => action === 'failed' && generateCopyOfDSNFor.includes(status));
}
