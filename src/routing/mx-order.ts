export type MxRecord = Readonly<{ preference: number; exchange: string }>;

export type MxOrder =
  /** Exchanges to try, first to last. */
  | Readonly<{ kind: 'hosts'; hosts: readonly string[] }>
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
  const ordered = better
    .map((record) => ({ record, tie: random() }))
    .toSorted((a, b) => a.record.preference - b.record.preference || a.tie - b.tie);
  return { kind: 'hosts', hosts: [...new Set(ordered.map(({ record }) => record.exchange))] };
}

function normalize(exchange: string): string {
  const lower = exchange.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
