/** What a domain asks of those that send to it. RFC 8461 §3.2 */
export type MtaStsPolicy = Readonly<{
  mode: 'enforce' | 'testing' | 'none';
  /** Lower-case names, `*.` for one label in front. Empty only with mode none. */
  mx: readonly string[];
  maxAgeMs: number;
  /** The lines as they came, for reports. RFC 8460 §4.4 */
  lines: readonly string[];
}>;

/** RFC 8461 §3.2: about one year. */
const LONGEST_SECONDS = 31_557_600;

/** The id of a domain's policy, from the texts at `_mta-sts.<domain>`; null where the domain has none: more than one
 *  record counts as none. RFC 8461 §3.1 */
export function mtaStsId(texts: readonly string[]): string | null {
  const records = texts.filter((text) => /^v=STSv1\s*;/.test(text));
  const [record] = records;
  if (record === undefined || records.length > 1) return null;
  return /;\s*id=(?<id>[A-Za-z0-9]{1,32})\s*(?:;|$)/.exec(record)?.groups?.['id'] ?? null;
}

/** A policy's text. @returns one plain phrase where it is none */
export function parseMtaStsPolicy(text: string): MtaStsPolicy | string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const fields = lines.map(
    (line) => /^\s*(?<name>[A-Za-z0-9_.-]+)\s*:\s*(?<value>.*?)\s*$/.exec(line)?.groups,
  );
  const valuesOf = (name: string): readonly string[] =>
    fields.flatMap((field) => (field?.['name'] === name ? [field['value'] ?? ''] : []));
  if (valuesOf('version')[0] !== 'STSv1') return 'the version is not STSv1';
  const mode = MODES.find((known) => known === valuesOf('mode')[0]);
  if (mode === undefined) return 'the mode is not enforce, testing or none';
  const [maxAge = ''] = valuesOf('max_age');
  if (!/^\d{1,10}$/.test(maxAge)) return 'max_age is not a number of seconds';
  const mx = valuesOf('mx').map(plainName);
  if (mx.length === 0 && mode !== 'none') return 'it names no mx';
  const wrong = mx.find((name) => !isMxPattern(name));
  if (wrong !== undefined) return `"${wrong}" is not a name of a mail host`;
  return { mode, mx, maxAgeMs: Math.min(Number(maxAge), LONGEST_SECONDS) * 1000, lines };
}

const MODES = ['enforce', 'testing', 'none'] as const;

function isMxPattern(name: string): boolean {
  return /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name);
}

/** Whether the policy names an MX host: a wildcard stands for exactly one label. RFC 8461 §4.1 */
export function policyNames(policy: MtaStsPolicy, host: string): boolean {
  const name = plainName(host);
  const behindFirst = name.includes('.') ? name.slice(name.indexOf('.')) : '';
  return policy.mx.some((mx) => (mx.startsWith('*.') ? behindFirst === mx.slice(1) : mx === name));
}

function plainName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
