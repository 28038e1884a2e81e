import type { StoredSettings } from './organization.ts';

/** What is set for mail to and from one domain outside. Exchange: Set-RemoteDomain; mail-flow.md §2.5 */
export type RemoteDomain = Readonly<{
  /** `*`, `contoso.com`, or `*.contoso.com` for the domain and what lies below it. */
  domainName: string;
  /** $false: senders there get no reports of failures and delays. */
  ndrEnabled: boolean;
  /** $false: senders there get no reports of success. */
  deliveryReportEnabled: boolean;
  /** $false: reports have no lines for administrators, and the original shows no servers. */
  ndrDiagnosticInfoEnabled: boolean;
}>;

/** A remote domain as an object of the configuration. */
export type RemoteDomainEntry = RemoteDomain &
  Readonly<{
    guid: string;
    name: string;
    whenCreated: string;
    whenChanged: string;
    stored?: StoredSettings;
  }>;

/** What holds for every domain that has no entry of its own; it cannot be removed. */
export function defaultRemoteDomain(made: Readonly<{ guid: string; now: string }>): RemoteDomainEntry {
  return newRemoteDomain({ ...made, name: 'Default', domainName: '*' });
}

/** mail-flow.md §2.5 */
export function newRemoteDomain(
  made: Readonly<{ guid: string; name: string; domainName: string; now: string }>,
): RemoteDomainEntry {
  return {
    guid: made.guid,
    name: made.name,
    whenCreated: made.now,
    whenChanged: made.now,
    domainName: made.domainName,
    ndrEnabled: true,
    deliveryReportEnabled: true,
    ndrDiagnosticInfoEnabled: true,
  };
}
