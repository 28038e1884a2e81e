import type { Answer, QueryInput } from '../../command.ts';
import { presentSenderFilter } from '../../present/filter-config.ts';

/** Exchange: Get-SenderFilterConfig */
export function showSenderFilter({ current }: QueryInput): Answer {
  return { objects: [presentSenderFilter(current.senderFilter, current.server)] };
}
