import type { TextKey } from '../../i18n/language.tsx';

/** The name of a queue's or message's status. */
export function statusKey(status: string): TextKey {
  switch (status) {
    case 'Active':
      return 'status.Active';
    case 'Connecting':
      return 'status.Connecting';
    case 'Suspended':
      return 'status.Suspended';
    case 'PendingSuspend':
      return 'status.PendingSuspend';
    case 'PendingRemove':
      return 'status.PendingRemove';
    case 'Retry':
      return 'status.Retry';
    default:
      return 'status.Ready';
  }
}
