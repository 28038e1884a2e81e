import type { SenderFilterConfig } from '../config/organization.ts';
import type { Mailbox, ReversePath } from '../mail/address.ts';

/** What the sender filter has to say of one sender.
 *  `skipped`: it is off, or off for this kind of mail. Exchange: Set-SenderFilterConfig */
export type SenderFilterResult = 'skipped' | 'passed' | 'blocked';

/** @param internal the session is authenticated: InternalMailEnabled decides, else ExternalMailEnabled */
export function filterSender(
  config: SenderFilterConfig,
  sender: ReversePath,
  internal: boolean,
): SenderFilterResult {
  const applies = internal ? config.internalMailEnabled : config.externalMailEnabled;
  if (!config.enabled || !applies) return 'skipped';
  return isBlocked(config, sender) ? 'blocked' : 'passed';
}

function isBlocked(config: SenderFilterConfig, sender: ReversePath): boolean {
  if (sender === null) return config.blankSenderBlockingEnabled;
  const domain = sender.domain.toLowerCase();
  return (
    config.blockedSenders.includes(addressKey(sender)) ||
    config.blockedDomains.includes(domain) ||
    config.blockedDomainsAndSubdomains.some((blocked) => domain === blocked || domain.endsWith(`.${blocked}`))
  );
}

function addressKey(mailbox: Mailbox): string {
  return `${mailbox.local}@${mailbox.domain}`.toLowerCase();
}
