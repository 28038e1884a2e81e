import type { Answer, QueryInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentDistributionGroup } from '../../present/recipient.ts';
import { showEntries } from '../find-recipient.ts';

/** Exchange: Get-DistributionGroup */
export function showDistributionGroups(input: QueryInput): Answer | AdminError {
  return showEntries(input, 'group', (group) => presentDistributionGroup(group, input.current.server));
}
