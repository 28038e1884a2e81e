import type { AuditRow } from '../../../config/audit-row.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { type Arguments, booleanOf, isGiven, itemsOf, numberOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { wildcardPattern } from '../../identity.ts';
import { presentAuditRow } from '../../present/audit-row.ts';
import { badText, checkRange } from '../../snapshot-change.ts';

const DEFAULT_RESULT_SIZE = 1000;
const MOST_RESULTS = 250_000;

/** Exchange: Search-AdminAuditLog. Newest first. mail-flow.md §11.2 */
export async function searchAuditLog({ current, args, ports }: QueryInput): Promise<Answer | AdminError> {
  if (isGiven(args, 'Parameters') && !isGiven(args, 'Cmdlets'))
    return badText('Parameters', 'it needs Cmdlets', '');
  const problem = checkRange('ResultSize', numberOf(args, 'ResultSize'), { min: 0, max: MOST_RESULTS });
  if (problem !== null) return problem;
  if (booleanOf(args, 'ExternalAccess') === true) return { objects: [] };
  const rows = (await ports.audit?.query(MOST_RESULTS)) ?? [];
  const from = numberOf(args, 'StartIndex') ?? 0;
  const wanted = rows.filter((row) => isWanted(row, args));
  const page = wanted.slice(from, from + (numberOf(args, 'ResultSize') ?? DEFAULT_RESULT_SIZE));
  return {
    objects: page.map((row, index) => presentAuditRow(row, { server: current.server, index: from + index })),
  };
}

function isWanted(row: AuditRow, args: Arguments): boolean {
  const at = Date.parse(row.runAt);
  const success = booleanOf(args, 'IsSuccess');
  return (
    at >= (numberOf(args, 'StartDate') ?? Number.NEGATIVE_INFINITY) &&
    at < (numberOf(args, 'EndDate') ?? Number.POSITIVE_INFINITY) &&
    (success === undefined || row.succeeded === success) &&
    isAmong(itemsOf(args, 'Cmdlets'), [row.command]) &&
    isAmong(itemsOf(args, 'Parameters'), Object.keys(row.parameters)) &&
    isAmong(itemsOf(args, 'ObjectIds'), [row.objectModified]) &&
    isAmong(itemsOf(args, 'UserIds'), [row.caller])
  );
}

/** Nothing asked for is everything. */
function isAmong(asked: readonly string[], present: readonly string[]): boolean {
  if (asked.length === 0) return true;
  return asked.some((text) => present.some((name) => wildcardPattern(text).test(name)));
}
