import type { ConfigSnapshot } from '../../config/snapshot.ts';
import type { StoredObject } from './protocol.ts';

/** How a snapshot lies in the table config_object: lists by guid, everything else as one row. */
const LISTS = ['receiveConnectors', 'sendConnectors', 'acceptedDomains', 'directory'] as const;
const SINGLES = [
  'server',
  'transportConfig',
  'transportService',
  'senderFilter',
  'recipientFilter',
  'transportLogs',
  'frontendLogs',
  'telemetry',
] as const;

type Row = Readonly<{ kind: string; guid: string; body: object }>;

function snapshotRows(snapshot: ConfigSnapshot): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const kind of LISTS) {
    for (const body of snapshot[kind]) rows.set(`${kind}/${body.guid}`, { kind, guid: body.guid, body });
  }
  for (const kind of SINGLES) rows.set(`${kind}/`, { kind, guid: '', body: snapshot[kind] });
  return rows;
}

/** What a change of snapshots writes: objects are compared by reference, for snapshots share what did not change.
 *  New rows sort behind all that are there; a changed row keeps its place. */
export function snapshotDifference(
  previous: ConfigSnapshot | null,
  next: ConfigSnapshot,
): { upsert: StoredObject[]; remove: { kind: string; guid: string }[] } {
  const before = previous === null ? new Map<string, Row>() : snapshotRows(previous);
  const after = snapshotRows(next);
  const changed = [...after].filter(([key, row]) => before.get(key)?.body !== row.body);
  return {
    upsert: changed.map(([, { kind, guid, body }], index) => ({
      kind,
      guid,
      ordinal: next.version * 100_000 + index,
      body: encode(body),
    })),
    remove: [...before].filter(([key]) => !after.has(key)).map(([, { kind, guid }]) => ({ kind, guid })),
  };
}

/** JSON in which a bigint (an end of an IP range) is `{"$bigint":"…"}`. */
function encode(body: object): string {
  return JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? { $bigint: value.toString() } : value,
  );
}

/** The object that encode() wrote. Only this program writes these rows, so their shape is taken on trust.
 *  @param shape objects of the same kind: they give the result its type */
export function decode<T extends object>(text: string, shape: readonly T[]): T {
  const value: (typeof shape)[number] = JSON.parse(text, (_, part: unknown) =>
    typeof part === 'object' && part !== null && '$bigint' in part ? BigInt(String(part.$bigint)) : part,
  );
  return value;
}
