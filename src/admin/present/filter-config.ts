import type { RecipientFilterConfig, SenderFilterConfig, ServerIdentity } from '../../config/organization.ts';
import { setRecipientFilterConfig, setSenderFilterConfig } from '../contract/specs/filter-config.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { presentStored } from '../stored-settings.ts';
import { singletonTail } from './singleton-tail.ts';
import { adminObject, enumValue, list, smtpAddress, typed } from './values.ts';

/** Settings in the order of the parameters of Set-SenderFilterConfig. */
export function presentSenderFilter(config: SenderFilterConfig, server: ServerIdentity): AdminObject {
  const domain = (text: string): Value => typed('Microsoft.Exchange.Data.SmtpDomain', text);
  return adminObject('SenderFilterConfig', 'SenderFilterConfig', [
    ['Action', enumValue('BlockedSenderAction', config.action)],
    ['BlankSenderBlockingEnabled', config.blankSenderBlockingEnabled],
    ['BlockedDomains', list(config.blockedDomains.map(domain))],
    ['BlockedDomainsAndSubdomains', list(config.blockedDomainsAndSubdomains.map(domain))],
    ['BlockedSenders', list(config.blockedSenders.map(smtpAddress))],
    ['Enabled', config.enabled],
    ['ExternalMailEnabled', config.externalMailEnabled],
    ['InternalMailEnabled', config.internalMailEnabled],
    ...presentStored(setSenderFilterConfig, config.stored),
    ...singletonTail('SenderFilterConfig', server),
  ]);
}

/** Settings in the order of the parameters of Set-RecipientFilterConfig. */
export function presentRecipientFilter(config: RecipientFilterConfig, server: ServerIdentity): AdminObject {
  return adminObject('RecipientFilterConfig', 'RecipientFilterConfig', [
    ...presentStored(setRecipientFilterConfig, config.stored),
    ['RecipientValidationEnabled', config.recipientValidationEnabled],
    ...singletonTail('RecipientFilterConfig', server),
  ]);
}
