import type { ServerIdentity } from '../../config/organization.ts';
import type { RemoteDomainEntry } from '../../config/remote-domain.ts';
import { setRemoteDomain } from '../contract/specs/remote-domain.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { presentStored } from '../stored-settings.ts';
import { directoryTail } from './directory-tail.ts';
import { remoteDomainDn } from './distinguished-name.ts';
import { adminObject, enumValue, typed } from './values.ts';

/** Settings that nobody has set. mail-flow.md §2.5 */
const UNSET: Readonly<Record<string, Value>> = {
  AllowedOOFType: enumValue('AllowedOOFType', 'External'),
  ByteEncoderTypeFor7BitCharsets: enumValue('ByteEncoderTypeFor7BitCharsetsEnum', 'Undefined'),
  ContentType: enumValue('ContentType', 'MimeHtmlText'),
  LineWrapSize: { $: 'unlimited' },
  MeetingForwardNotificationEnabled: true,
  MessageCountThreshold: 2_147_483_647,
  TargetDeliveryDomain: false,
  UseSimpleDisplayName: false,
};

/** A remote domain as Get-RemoteDomain shows it. What this server does to every message stands at its value: nothing
 *  is held back and no name is taken out. */
export function presentRemoteDomain(domain: RemoteDomainEntry, server: ServerIdentity): AdminObject {
  const settings: (readonly [string, Value])[] = [
    ...presentStored(setRemoteDomain, domain.stored).map(([name, value]): [string, Value] => [
      name,
      value ?? UNSET[name] ?? null,
    ]),
    ['AutoForwardEnabled', true],
    ['AutoReplyEnabled', true],
    ['DeliveryReportEnabled', domain.deliveryReportEnabled],
    ['DisplaySenderName', true],
    ['IsInternal', false],
    ['NDRDiagnosticInfoEnabled', domain.ndrDiagnosticInfoEnabled],
    ['NDREnabled', domain.ndrEnabled],
    ['TrustedMailInboundEnabled', false],
    ['TrustedMailOutboundEnabled', false],
  ];
  return adminObject('RemoteDomain', domain.name, [
    ['DomainName', typed('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', domain.domainName)],
    ...settings.toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ...directoryTail(domain, {
      server,
      identity: domain.name,
      dn: remoteDomainDn(server, domain.name),
      objectClass: ['top', 'msExchDomainContentConfig'],
    }),
  ]);
}
