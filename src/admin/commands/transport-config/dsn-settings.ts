import { dsnLanguage } from '../../../config/dsn-languages.ts';
import type { DsnSettings, TransportConfig } from '../../../config/organization.ts';
import { type Arguments, booleanOf, listOf, numberOf, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { formatSize } from '../../contract/value-text.ts';
import { badValue, checkRange } from '../../snapshot-change.ts';

const SIDES = ['External', 'Internal'] as const;
type Side = (typeof SIDES)[number];

/** Exchange: Set-TransportConfig -ExternalDsn…, -InternalDsn…, -GenerateCopyOfDSNFor. mail-flow.md §5.2 */
export function applyDsnSettings(
  config: TransportConfig,
  args: Arguments,
): Pick<TransportConfig, 'externalDsn' | 'internalDsn' | 'generateCopyOfDSNFor'> {
  return {
    externalDsn: applySide('External', config.externalDsn, args),
    internalDsn: applySide('Internal', config.internalDsn, args),
    generateCopyOfDSNFor:
      listOf(args, 'GenerateCopyOfDSNFor', config.generateCopyOfDSNFor) ?? config.generateCopyOfDSNFor,
  };
}

function applySide(side: Side, dsn: DsnSettings, args: Arguments): DsnSettings {
  const language = textOf(args, `${side}DsnDefaultLanguage`);
  const authority = textOf(args, `${side}DsnReportingAuthority`);
  return {
    delayDsnEnabled: booleanOf(args, `${side}DelayDsnEnabled`) ?? dsn.delayDsnEnabled,
    defaultLanguage: language === undefined ? dsn.defaultLanguage : language,
    languageDetectionEnabled:
      booleanOf(args, `${side}DsnLanguageDetectionEnabled`) ?? dsn.languageDetectionEnabled,
    maxMessageAttachSize: numberOf(args, `${side}DsnMaxMessageAttachSize`) ?? dsn.maxMessageAttachSize,
    reportingAuthority: authority === undefined ? dsn.reportingAuthority : authority,
    sendHtml: booleanOf(args, `${side}DsnSendHtml`) ?? dsn.sendHtml,
  };
}

export function checkDsnArguments(args: Arguments, next: TransportConfig): AdminError | null {
  for (const side of SIDES) {
    const problem = checkSide(side, args);
    if (problem !== null) return problem;
  }
  const wrong = next.generateCopyOfDSNFor.find((code) => !/^[245]\.\d{1,3}\.\d{1,3}$/.test(code));
  if (wrong === undefined) return null;
  const message = `"${wrong}" isn't an enhanced status code such as 5.4.6.`;
  return badValue('E09', 'GenerateCopyOfDSNFor', message, wrong);
}

function checkSide(side: Side, args: Arguments): AdminError | null {
  const parameter = `${side}DsnDefaultLanguage`;
  const language = textOf(args, parameter) ?? null;
  if (language !== null && dsnLanguage(language) === null) {
    const message = `Reports can't be written in "${language}". Use en or ja, or $null for English.`;
    return badValue('E09', parameter, message, language);
  }
  const authority = textOf(args, `${side}DsnReportingAuthority`) ?? null;
  if (authority !== null && !/^[a-z0-9]([a-z0-9.-]{0,253}[a-z0-9])?$/i.test(authority)) {
    const message = `"${authority}" isn't a domain name.`;
    return badValue('E07', `${side}DsnReportingAuthority`, message, authority);
  }
  const size = `${side}DsnMaxMessageAttachSize`;
  return checkRange(size, numberOf(args, size), { min: 0, max: 2_147_483_647, show: formatSize });
}
