import type { TransportConfig } from '../../../config/organization.ts';
import { isFqdn } from '../../../config/values.ts';
import { parseMailbox, toAsciiDomain } from '../../../mail/address.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type Arguments, booleanOf, listOf, textOf, unlimitedOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { formatSize } from '../../contract/value-text.ts';
import { MOST_MESSAGE_BYTES } from '../../recipient-limits.ts';
import { badText, badValue, checkRange } from '../../snapshot-change.ts';
import { withStored } from '../../stored-settings.ts';
import { applyDsnSettings, checkDsnArguments } from './dsn-settings.ts';

/** Exchange: Set-TransportConfig. Turning AllowOpenRelay off is refused while a connector relies on it: the guard looks
 *  at the result. */
export function changeTransportConfig(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const problem = checkArguments(args);
  if (problem !== null) return problem;
  const next = applySettings(current.transportConfig, input);
  const badDomain = checkDomainLists(next);
  if (badDomain !== null) return badDomain;
  const dsnProblem = checkDsnArguments(args, next);
  if (dsnProblem !== null) return dsnProblem;
  const isSame = JSON.stringify(next) === JSON.stringify(current.transportConfig);
  const opens = next.allowOpenRelay && !current.transportConfig.allowOpenRelay;
  return {
    next: isSame ? current : { ...current, transportConfig: next },
    action: 'Setting transport configuration "Transport Settings".',
    target: 'Transport Settings',
    warnings: opens ? [OPEN_WARNING] : [],
  };
}

const OPEN_WARNING =
  'The open-relay guard is off: a Receive connector may now let anybody send to any recipient. Turn it on again with Set-TransportConfig -AllowOpenRelay $false.';

function applySettings(config: TransportConfig, { spec, args }: ChangeInput): TransportConfig {
  const family = textOf(args, 'SmtpReplyFamily');
  const postmaster = textOf(args, 'ExternalPostmasterAddress');
  const stored = withStored(spec, args, config.stored);
  return {
    ...config,
    ...applyDsnSettings(config, args),
    allowOpenRelay: booleanOf(args, 'AllowOpenRelay') ?? config.allowOpenRelay,
    externalPostmasterAddress: postmaster === undefined ? config.externalPostmasterAddress : postmaster,
    maxReceiveSize: given(unlimitedOf(args, 'MaxReceiveSize'), config.maxReceiveSize),
    maxRecipientEnvelopeLimit: given(
      unlimitedOf(args, 'MaxRecipientEnvelopeLimit'),
      config.maxRecipientEnvelopeLimit,
    ),
    maxSendSize: given(unlimitedOf(args, 'MaxSendSize'), config.maxSendSize),
    tlsReceiveDomainSecureList: domainList(
      args,
      'TLSReceiveDomainSecureList',
      config.tlsReceiveDomainSecureList,
    ),
    tlsSendDomainSecureList: domainList(args, 'TLSSendDomainSecureList', config.tlsSendDomainSecureList),
    tlsReportsEnabled: booleanOf(args, 'TlsReportsEnabled') ?? config.tlsReportsEnabled,
    smtpReplyFamily: family === 'classic' || family === 'modern' ? family : config.smtpReplyFamily,
    ...(stored === undefined ? {} : { stored }),
  };
}

function given<T>(value: T | undefined, before: T): T {
  return value === undefined ? before : value;
}

/** Internationalized names are kept as A-labels, as routing compares them. */
function domainList(args: Arguments, parameter: string, before: readonly string[]): readonly string[] {
  return listOf(args, parameter, before)?.map((text) => toAsciiDomain(text) ?? text) ?? before;
}

/** No wildcards: a list entry is a promise about one organization. mail-flow.md §3.1 */
function checkDomainLists(next: TransportConfig): AdminError | null {
  const lists = [
    ['TLSReceiveDomainSecureList', next.tlsReceiveDomainSecureList],
    ['TLSSendDomainSecureList', next.tlsSendDomainSecureList],
  ] as const;
  for (const [parameter, domains] of lists) {
    const bad = domains.find((domain) => !isFqdn(domain));
    if (bad !== undefined)
      return badText(parameter, `"${bad}" is not a domain such as fabrikam.com, without wildcards`, bad);
  }
  return null;
}

function checkArguments(args: Arguments): AdminError | null {
  const sizes = { min: 0, max: MOST_MESSAGE_BYTES, unlimited: true, show: formatSize };
  const counts = { min: 0, max: 2_147_483_647, unlimited: true };
  const address = textOf(args, 'ExternalPostmasterAddress') ?? null;
  if (address !== null && parseMailbox(address) === null) {
    return badValue('E07', 'ExternalPostmasterAddress', `"${address}" isn't a valid SMTP address.`, address);
  }
  return (
    checkRange('MaxReceiveSize', unlimitedOf(args, 'MaxReceiveSize'), sizes) ??
    checkRange('MaxSendSize', unlimitedOf(args, 'MaxSendSize'), sizes) ??
    checkRange('MaxRecipientEnvelopeLimit', unlimitedOf(args, 'MaxRecipientEnvelopeLimit'), counts)
  );
}
