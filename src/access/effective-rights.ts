import type { AccessEntry, ReceiveConnector } from '../config/receive-connector.ts';
import { RIGHTS } from '../config/rights.ts';

export type RightExplanation = Readonly<{
  right: string;
  granted: boolean;
  /** The Allow entry that grants it, were it not denied. */
  allowedBy: AccessEntry | null;
  deniedBy: AccessEntry | null;
}>;

/** What a set of principals may do on one connector: the union of Allow minus any explicit Deny.
 *  receive-connectors.md §4.3 */
export type RightsView = Readonly<{
  has: (right: string) => boolean;
  explain: (right: string) => RightExplanation;
  /** Log tokens of the rights held, in the order of §3.3. */
  tokens: string;
}>;

/** Views of one connector object by principals. A change makes a new connector object, so nothing goes stale. */
const cache = new WeakMap<ReceiveConnector, Map<string, RightsView>>();

export function effectiveRights(connector: ReceiveConnector, principals: readonly string[]): RightsView {
  let views = cache.get(connector);
  if (views === undefined) cache.set(connector, (views = new Map<string, RightsView>()));
  const key = principals.join('|');
  let view = views.get(key);
  if (view === undefined) views.set(key, (view = makeView(connector.entries, principals)));
  return view;
}

function makeView(entries: readonly AccessEntry[], principals: readonly string[]): RightsView {
  const members = new Set(principals);
  const allowed = new Map<string, AccessEntry>();
  const denied = new Map<string, AccessEntry>();
  for (const entry of entries) {
    if (entry.extendedRight === null || !members.has(entry.principal)) continue;
    const rows = entry.deny ? denied : allowed;
    if (!rows.has(entry.extendedRight)) rows.set(entry.extendedRight, entry);
  }
  const has = (right: string): boolean => allowed.has(right) && !denied.has(right);
  return {
    has,
    explain: (right) => ({
      right,
      granted: has(right),
      allowedBy: allowed.get(right) ?? null,
      deniedBy: denied.get(right) ?? null,
    }),
    tokens: RIGHTS.filter((facts) => has(facts.name))
      .map((facts) => facts.logToken)
      .join(' '),
  };
}
