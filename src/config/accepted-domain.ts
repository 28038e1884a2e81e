/** mail-flow.md §2.2. `domainName` in lower-case A-labels, `*.contoso.com` allowed. */
export type AcceptedDomain = Readonly<{
  guid: string;
  name: string;
  whenCreated: string;
  whenChanged: string;
  domainName: string;
  domainType: 'Authoritative' | 'InternalRelay' | 'ExternalRelay';
  addressBookEnabled: boolean;
  matchSubDomains: boolean;
  isDefault: boolean;
}>;
