export type MxRecord = Readonly<{ preference: number; exchange: string }>;

export type MxOrder =
  /** Exchanges to try, first to last; those of one preference are one group. */
  | Readonly<{ kind: 'hosts'; groups: readonly (readonly string[])[] }>
  /** The domain says that it takes no mail. RFC 7505 §3 */
  | Readonly<{ kind: 'nullMx' }>
  /** We are the best exchange: sending on would be sending to ourselves. RFC 5321 §5.1 */
  | Readonly<{ kind: 'loop' }>;

/** Puts MX records in the order of trial: by preference, equals shuffled; ours and all that are not better are dropped.
 *  RFC 5321 §5.1
 *  @param isOwn whether an exchange name is one of ours; gets it in lower case without trailing dot
 *  @param random numbers in [0, 1) */
export function orderMx(
  records: readonly MxRecord[],
  isOwn: (exchange: string) => boolean,
  random: () => number,
): MxOrder {
  const named = records.map(({ preference, exchange }) => ({ preference, exchange: normalize(exchange) }));
  if (named.length > 0 && named.every(({ exchange }) => exchange === '')) return { kind: 'nullMx' };
  const usable = named.filter(({ exchange }) => exchange !== '');
  const ownPreference = Math.min(
    ...usable.filter(({ exchange }) => isOwn(exchange)).map(({ preference }) => preference),
    Number.POSITIVE_INFINITY,
  );
  const better = usable.filter(({ preference }) => preference < ownPreference);
  if (better.length === 0 && usable.length > 0) return { kind: 'loop' };
  return { kind: 'hosts', groups: groupsOf(better, random) };
}

/** A name that stands twice counts with its better preference. */
function groupsOf(records: readonly MxRecord[], random: () => number): readonly (readonly string[])[] {
  const ordered = records
    .map((record) => ({ ...record, tie: random() }))
    .toSorted((a, b) => a.preference - b.preference || a.tie - b.tie);
  const groups = new Map<number, string[]>();
  const seen = new Set<string>();
  for (const { preference, exchange } of ordered) {
    if (seen.has(exchange)) continue;
    seen.add(exchange);
    groups.set(preference, [...(groups.get(preference) ?? []), exchange]);
  }
  return [...groups.values()];
}

function normalize(exchange: string): string {
  const lower = exchange.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
