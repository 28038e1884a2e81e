import type { RecipientLimits } from '../config/recipient.ts';
import { type Arguments, unlimitedOf } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import { formatSize } from './contract/value-text.ts';
import { checkRange } from './snapshot-change.ts';

/** 2 GB less a kilobyte. mail-flow.md §8.1 */
export const MOST_MESSAGE_BYTES = 2_147_482_624;
const INT32 = 2_147_483_647;

/** The limits that a command gives, checked; those not given are left out. */
export function recipientLimitsOf(args: Arguments): RecipientLimits | AdminError {
  const sizes = { min: 0, max: MOST_MESSAGE_BYTES, unlimited: true, show: formatSize };
  const maxReceiveSize = unlimitedOf(args, 'MaxReceiveSize');
  const maxSendSize = unlimitedOf(args, 'MaxSendSize');
  const recipientLimits = unlimitedOf(args, 'RecipientLimits');
  const problem =
    checkRange('MaxReceiveSize', maxReceiveSize, sizes) ??
    checkRange('MaxSendSize', maxSendSize, sizes) ??
    checkRange('RecipientLimits', recipientLimits, { min: 0, max: INT32, unlimited: true });
  return (
    problem ?? {
      ...(maxReceiveSize === undefined ? {} : { maxReceiveSize }),
      ...(maxSendSize === undefined ? {} : { maxSendSize }),
      ...(recipientLimits === undefined ? {} : { recipientLimits }),
    }
  );
}
