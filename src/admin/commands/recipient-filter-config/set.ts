import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf } from '../../contract/arguments.ts';
import { withStored } from '../../stored-settings.ts';

/** Exchange: Set-RecipientFilterConfig. Only RecipientValidationEnabled acts; the list of blocked recipients is kept. */
export function changeRecipientFilter({ current, args, spec }: ChangeInput): Change {
  const before = current.recipientFilter;
  const stored = withStored(spec, args, before.stored);
  const next = {
    recipientValidationEnabled:
      booleanOf(args, 'RecipientValidationEnabled') ?? before.recipientValidationEnabled,
    ...(stored === undefined ? {} : { stored }),
  };
  const isSame = JSON.stringify(next) === JSON.stringify(before);
  const storesMore = stored !== before.stored;
  return {
    next: isSame ? current : { ...current, recipientFilter: next },
    action: 'Setting recipient filter configuration "RecipientFilterConfig".',
    target: 'RecipientFilterConfig',
    warnings: storesMore
      ? ['Of these settings only RecipientValidationEnabled has an effect yet; the others are stored.']
      : [],
  };
}
