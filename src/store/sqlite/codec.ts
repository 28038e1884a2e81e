import type { ConfigSnapshot } from '../../config/snapshot.ts';
import type { SecretBox } from '../secret-box.ts';
import type { StoredObject } from './protocol.ts';

/** How a snapshot lies in the table config_object: lists by guid, everything else as one row. */
const LISTS = [
  'receiveConnectors',
  'sendConnectors',
  'acceptedDomains',
  'remoteDomains',
  'directory',
  'certificates',
  'administrators',
] as const;
const SINGLES = [
  'server',
  'transportConfig',
  'transportService',
  'senderFilter',
  'recipientFilter',
  'transportLogs',
  'frontendLogs',
  'telemetry',
  'acme',
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
  secrets: SecretBox,
): { upsert: StoredObject[]; remove: { kind: string; guid: string }[] } {
  const before = previous === null ? new Map<string, Row>() : snapshotRows(previous);
  const after = snapshotRows(next);
  const changed = [...after].filter(([key, row]) => before.get(key)?.body !== row.body);
  return {
    upsert: changed.map(([, { kind, guid, body }], index) => ({
      kind,
      guid,
      ordinal: next.version * 100_000 + index,
      body: encode(body, secrets),
    })),
    remove: [...before].filter(([key]) => !after.has(key)).map(([, { kind, guid }]) => ({ kind, guid })),
  };
}

/** Members that hold a secret, wherever they stand: the password of a Send connector, the key of a certificate, a
 *  second factor. */
const SECRETS: ReadonlySet<string> = new Set(['password', 'privateKeyPem', 'sharedSecret']);

/** JSON in which a bigint (an end of an IP range) is `{"$bigint":"…"}` and a secret is `{"$sealed":"…"}`. */
function encode(body: object, secrets: SecretBox): string {
  return JSON.stringify(body, (name, value: unknown) => {
    if (typeof value === 'bigint') return { $bigint: value.toString() };
    if (SECRETS.has(name) && typeof value === 'string') return { $sealed: secrets.seal(value) };
    return value;
  });
}

/** What turned up while rows were read. */
export type DecodeFindings = {
  /** Rows of an earlier program, whose secrets are not sealed. */
  unsealed: number;
  /** Secrets that this data folder's key does not open; they read as ''. */
  unreadable: number;
};

/** The object that encode() wrote. Only this program writes these rows, so their shape is taken on trust.
 *  @param shape objects of the same kind: they give the result its type */
export function decode<T extends object>(
  text: string,
  shape: readonly T[],
  { secrets, findings }: Readonly<{ secrets: SecretBox; findings: DecodeFindings }>,
): T {
  const value: (typeof shape)[number] = JSON.parse(text, (name, part: unknown) => {
    if (SECRETS.has(name) && typeof part === 'string') findings.unsealed += 1;
    if (typeof part !== 'object' || part === null) return part;
    if ('$bigint' in part) return BigInt(String(part.$bigint));
    if (!('$sealed' in part)) return part;
    const opened = secrets.open(String(part.$sealed));
    if (opened === null) findings.unreadable += 1;
    return opened ?? '';
  });
  return value;
}
