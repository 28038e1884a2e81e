import type { AcceptedDomain } from '../../config/accepted-domain.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { directoryTail } from './directory-tail.ts';
import { acceptedDomainDn } from './distinguished-name.ts';
import { adminObject, enumValue, typed } from './values.ts';

/** Properties of hosted organizations: Postern has none of them, scripts may read them. */
const HOSTED_BEFORE_OUTBOUND: readonly (readonly [string, Value])[] = [
  ['EmailOnly', false],
  ['ExternallyManaged', false],
  ['AuthenticationType', null],
  ['LiveIdInstanceType', null],
  ['PendingRemoval', false],
  ['PendingCompletion', false],
  ['FederatedOrganizationLink', null],
  ['MailFlowPartner', null],
  ['OutboundOnly', false],
  ['PendingFederatedAccountNamespace', false],
  ['PendingFederatedDomain', false],
  ['IsCoexistenceDomain', false],
  ['PerimeterDuplicateDetected', false],
  ['IsDefaultFederatedDomain', false],
  ['EnableNego2Authentication', false],
];

/** One accepted domain in the order of Format-List. shell-language.md §9.5 */
export function presentAcceptedDomain(domain: AcceptedDomain, server: ServerIdentity): AdminObject {
  return adminObject('AcceptedDomain', domain.name, [
    [
      'DomainName',
      typed('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', domain.domainName, {
        Domain: domain.domainName.replace(/^\*\./, ''),
        Address: domain.domainName,
        IncludeSubDomains: domain.domainName.startsWith('*.'),
      }),
    ],
    ['CatchAllRecipientID', null],
    ['DomainType', enumValue('AcceptedDomainType', domain.domainType)],
    ['MatchSubDomains', domain.matchSubDomains],
    ['AddressBookEnabled', domain.addressBookEnabled],
    ['Default', domain.isDefault],
    ...HOSTED_BEFORE_OUTBOUND,
    ['InitialDomain', false],
    ...directoryTail(domain, {
      server,
      identity: domain.name,
      dn: acceptedDomainDn(server, domain.name),
      objectClass: ['top', 'msExchAcceptedDomain'],
    }),
  ]);
}
