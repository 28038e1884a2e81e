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
