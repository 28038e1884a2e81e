import type { SenderFilterConfig } from '../../../config/organization.ts';
import { parseMailbox, toAsciiDomain } from '../../../mail/address.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, listOf, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badText, badValue } from '../../snapshot-change.ts';
import { withStored } from '../../stored-settings.ts';

/** Exchange: at most this many entries in each list. mail-flow.md §9.2 */
const MOST_ENTRIES = 800;

/** Exchange: Set-SenderFilterConfig */
export function changeSenderFilter(input: ChangeInput): Change | AdminError {
  const { current } = input;
  const next = applySettings(current.senderFilter, input);
  const problem = checkLists(next);
  if (problem !== null) return problem;
  const isSame = JSON.stringify(next) === JSON.stringify(current.senderFilter);
  return {
    next: isSame ? current : { ...current, senderFilter: next },
    action: 'Setting sender filter configuration "SenderFilterConfig".',
    target: 'SenderFilterConfig',
  };
}

function applySettings(config: SenderFilterConfig, { spec, args }: ChangeInput): SenderFilterConfig {
  const action = textOf(args, 'Action');
  const stored = withStored(spec, args, config.stored);
  const lower = (name: string, before: readonly string[]): readonly string[] =>
    listOf(args, name, before)?.map((text) => text.toLowerCase()) ?? before;
  const domains = (name: string, before: readonly string[]): readonly string[] =>
    lower(name, before).map((text) => toAsciiDomain(text) ?? text);
  return {
    ...config,
    action: action === 'Reject' || action === 'StampStatus' ? action : config.action,
    blankSenderBlockingEnabled:
      booleanOf(args, 'BlankSenderBlockingEnabled') ?? config.blankSenderBlockingEnabled,
    blockedDomains: domains('BlockedDomains', config.blockedDomains),
    blockedDomainsAndSubdomains: domains('BlockedDomainsAndSubdomains', config.blockedDomainsAndSubdomains),
    blockedSenders: lower('BlockedSenders', config.blockedSenders),
    enabled: booleanOf(args, 'Enabled') ?? config.enabled,
    externalMailEnabled: booleanOf(args, 'ExternalMailEnabled') ?? config.externalMailEnabled,
    internalMailEnabled: booleanOf(args, 'InternalMailEnabled') ?? config.internalMailEnabled,
    ...(stored === undefined ? {} : { stored }),
  };
}

function checkLists(next: SenderFilterConfig): AdminError | null {
  const lists = [
    ['BlockedSenders', next.blockedSenders],
    ['BlockedDomains', next.blockedDomains],
    ['BlockedDomainsAndSubdomains', next.blockedDomainsAndSubdomains],
  ] as const;
  for (const [parameter, items] of lists) {
    if (items.length > MOST_ENTRIES)
      return badText(parameter, `it has more than ${MOST_ENTRIES} entries`, parameter);
    const isValid = (text: string): boolean =>
      parameter === 'BlockedSenders' ? parseMailbox(text) !== null : toAsciiDomain(text) !== null;
    const bad = items.find((text) => !isValid(text));
    const kind = parameter === 'BlockedSenders' ? 'address' : 'domain';
    if (bad !== undefined) return badValue('E07', parameter, `"${bad}" isn't a valid SMTP ${kind}.`, bad);
  }
  return null;
}
