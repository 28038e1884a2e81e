import type { DsnSettings, ServerIdentity, TransportConfig } from '../../config/organization.ts';
import { setTransportConfig } from '../contract/specs/transport-config.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { presentStored } from '../stored-settings.ts';
import { singletonTail } from './singleton-tail.ts';
import { adminObject, enumValue, list, size, smtpAddress, unlimited, unlimitedSize } from './values.ts';

/** Settings in the order of the parameters of Set-TransportConfig. shell-language.md §9.5 */
export function presentTransportConfig(config: TransportConfig, server: ServerIdentity): AdminObject {
  const acting: readonly (readonly [string, Value])[] = [
    ['AllowOpenRelay', config.allowOpenRelay],
    ['ExternalPostmasterAddress', smtpAddress(config.externalPostmasterAddress)],
    ...dsnProperties('External', config.externalDsn),
    ...dsnProperties('Internal', config.internalDsn),
    ['GenerateCopyOfDSNFor', list(config.generateCopyOfDSNFor)],
    ['MaxReceiveSize', unlimitedSize(config.maxReceiveSize)],
    ['MaxRecipientEnvelopeLimit', unlimited(config.maxRecipientEnvelopeLimit)],
    ['MaxSendSize', unlimitedSize(config.maxSendSize)],
    ['SmtpReplyFamily', enumValue('SmtpReplyFamily', config.smtpReplyFamily)],
    ['TlsReportsEnabled', config.tlsReportsEnabled],
    ['TLSReceiveDomainSecureList', list(config.tlsReceiveDomainSecureList)],
    ['TLSSendDomainSecureList', list(config.tlsSendDomainSecureList)],
  ];
  const settings = [...acting, ...presentStored(setTransportConfig, config.stored)];
  return adminObject('TransportConfig', 'Transport Settings', [
    ...settings.toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ...singletonTail('Transport Settings', server),
  ]);
}

function dsnProperties(side: 'External' | 'Internal', dsn: DsnSettings): (readonly [string, Value])[] {
  return [
    [`${side}DelayDsnEnabled`, dsn.delayDsnEnabled],
    [`${side}DsnDefaultLanguage`, dsn.defaultLanguage],
    [`${side}DsnLanguageDetectionEnabled`, dsn.languageDetectionEnabled],
    [`${side}DsnMaxMessageAttachSize`, size(dsn.maxMessageAttachSize)],
    [`${side}DsnReportingAuthority`, dsn.reportingAuthority],
    [`${side}DsnSendHtml`, dsn.sendHtml],
  ];
}
