import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, EDITABLE, optionalIdentity, stores } from './spec-builder.ts';

export const getSenderFilterConfig: CommandSpec = command(
  'Get-SenderFilterConfig',
  { synopsis: 'Shows which senders are refused.', returns: 'SenderFilterConfig' },
  [optionalIdentity('OrganizationIdParameter'), DOMAIN_CONTROLLER],
);

export const setSenderFilterConfig: CommandSpec = command(
  'Set-SenderFilterConfig',
  { synopsis: 'Refuses senders by address or domain.', shouldProcess: true, returns: '' },
  [
    acts('Action', 'BlockedSenderAction', {
      help: 'Reject, or StampStatus to let the message pass with a mark.',
    }),
    acts('BlankSenderBlockingEnabled', 'Boolean'),
    acts('BlockedDomains', 'MultiValuedProperty', EDITABLE),
    acts('BlockedDomainsAndSubdomains', 'MultiValuedProperty', EDITABLE),
    acts('BlockedSenders', 'MultiValuedProperty', EDITABLE),
    acts('Enabled', 'Boolean'),
    acts('ExternalMailEnabled', 'Boolean', { help: 'Looks at mail from sessions without sign-in.' }),
    acts('InternalMailEnabled', 'Boolean', { help: 'Looks at mail from authenticated sessions.' }),
    DOMAIN_CONTROLLER,
    ...stores('RecipientBlockedSenderAction', ['RecipientBlockedSenderAction']),
  ],
);

export const getRecipientFilterConfig: CommandSpec = command(
  'Get-RecipientFilterConfig',
  { synopsis: 'Shows whether recipients are checked at RCPT.', returns: 'RecipientFilterConfig' },
  [optionalIdentity('OrganizationIdParameter'), DOMAIN_CONTROLLER],
);

export const setRecipientFilterConfig: CommandSpec = command(
  'Set-RecipientFilterConfig',
  { synopsis: 'Turns the check of recipients at RCPT on and off.', shouldProcess: true, returns: '' },
  [
    acts('RecipientValidationEnabled', 'Boolean', {
      help: '$true: unknown recipients of authoritative domains get 550 5.1.1 at RCPT.',
    }),
    DOMAIN_CONTROLLER,
    ...stores('Boolean', ['BlockListEnabled', 'Enabled', 'ExternalMailEnabled', 'InternalMailEnabled']),
    ...stores('MultiValuedProperty', ['BlockedRecipients'], EDITABLE),
  ],
);
