import type { Answer, QueryInput } from '../../command.ts';
import { presentRecipientFilter } from '../../present/filter-config.ts';

/** Exchange: Get-RecipientFilterConfig */
export function showRecipientFilter({ current }: QueryInput): Answer {
  return { objects: [presentRecipientFilter(current.recipientFilter, current.server)] };
}
