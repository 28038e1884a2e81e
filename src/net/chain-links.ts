import type { X509Certificate } from 'node:crypto';
import { childrenOf, contentOf, identifierOf, numberOf, readElements } from './der-reader.ts';
import type { DerElement } from './der-reader.ts';

const SEQUENCE = 0x30;
const BOOLEAN = 0x01;
const OCTETS = 0x04;
const EXTENSIONS = 0xa3;
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
const DNS_NAME = 0x82;

const BASIC_CONSTRAINTS = '551d13';
const KEY_USAGE = '551d0f';
const NAME_CONSTRAINTS = '551d1e';
const SUBJECT_ALTERNATIVES = '551d11';
/** What a critical extension may be: these are looked at here or by whoever asks. RFC 5280 §4.2 */
const KNOWN: ReadonlySet<string> = new Set([
  BASIC_CONSTRAINTS,
  KEY_USAGE,
  NAME_CONSTRAINTS,
  SUBJECT_ALTERNATIVES,
  '551d25', // extKeyUsage
  '551d20', // certificatePolicies: no policy is asked for
  '551d24', // policyConstraints
  '551d36', // inhibitAnyPolicy
]);

/** `keyCertSign` in the first octet of the bit string. RFC 5280 §4.2.1.3 */
const KEY_CERT_SIGN = 0x04;

type Extension = Readonly<{ critical: boolean; value: Buffer }>;

/** Whether an authority may stand so far above a host's certificate: it may sign certificates, no more authorities stand
 *  between than it allows, and it may vouch for the names. RFC 5280 §6.1
 *  @param between authorities between it and the host's certificate, those that name themselves as issuer left out
 *  @param host certificate of the host */
export function mayStandAbove(authority: X509Certificate, between: number, host: X509Certificate): boolean {
  const extensions = extensionsOf(authority);
  if (extensions === null || !authority.ca) return false;
  const usage = extensions.get(KEY_USAGE);
  if (usage !== undefined && !maySign(usage)) return false;
  const most = pathLength(extensions.get(BASIC_CONSTRAINTS));
  if (most !== null && between > most) return false;
  const constraints = extensions.get(NAME_CONSTRAINTS);
  return constraints === undefined || dnsNamesOf(host).every((name) => isPermitted(name, constraints));
}

/** Whether every critical extension is one that is understood. */
export function isUnderstood(certificate: X509Certificate): boolean {
  return extensionsOf(certificate) !== null;
}

/** By identifier; null where a critical one is unknown. */
function extensionsOf({ raw }: X509Certificate): ReadonlyMap<string, Extension> | null {
  const [content] = childrenOf(readElements(raw)[0], SEQUENCE);
  const holder = childrenOf(content, SEQUENCE).find(({ tag }) => tag === EXTENSIONS);
  const [list] = holder === undefined ? [] : childrenOf(holder, EXTENSIONS);
  const extensions = list === undefined ? [] : childrenOf(list, SEQUENCE).map(extension);
  const isStrange = extensions.some(([id, { critical }]) => critical && !KNOWN.has(id));
  return isStrange ? null : new Map(extensions);
}

function extension(element: DerElement): readonly [id: string, extension: Extension] {
  const [id, second, third] = childrenOf(element, SEQUENCE);
  const critical = second?.tag === BOOLEAN && second.content[0] !== 0;
  return [identifierOf(id), { critical, value: contentOf(third ?? second, OCTETS) }];
}

function maySign({ value }: Extension): boolean {
  const [bits] = readElements(value);
  return ((bits?.content[1] ?? 0) & KEY_CERT_SIGN) !== 0;
}

/** null: as many as there are. */
function pathLength(found: Extension | undefined): number | null {
  if (found === undefined) return null;
  const most = childrenOf(readElements(found.value)[0], SEQUENCE).find(({ tag }) => tag === 0x02);
  return most === undefined ? null : numberOf(most);
}

function dnsNamesOf(certificate: X509Certificate): readonly string[] {
  const found = extensionsOf(certificate)?.get(SUBJECT_ALTERNATIVES);
  if (found === undefined) return [];
  const names = childrenOf(readElements(found.value)[0], SEQUENCE);
  return names
    .filter(({ tag }) => tag === DNS_NAME)
    .map(({ content }) => content.toString('latin1').toLowerCase());
}

/** RFC 5280 §4.2.1.10 */
function isPermitted(name: string, { value }: Extension): boolean {
  const parts = childrenOf(readElements(value)[0], SEQUENCE);
  const permitted = parts.filter(({ tag }) => tag === PERMITTED).flatMap(subtreesOf);
  const excluded = parts.filter(({ tag }) => tag === EXCLUDED).flatMap(subtreesOf);
  if (excluded.some((tree) => isWithin(name, tree))) return false;
  return permitted.length === 0 || permitted.some((tree) => isWithin(name, tree));
}

/** Host names alone: other kinds of names do not count for SMTP. */
function subtreesOf({ content }: DerElement): readonly string[] {
  return readElements(content).flatMap((subtree) => {
    const [base] = childrenOf(subtree, SEQUENCE);
    return base?.tag === DNS_NAME ? [base.content.toString('latin1').toLowerCase()] : [];
  });
}

function isWithin(name: string, tree: string): boolean {
  const bare = tree.startsWith('.') ? tree.slice(1) : tree;
  return bare === '' || name === bare || name.endsWith(`.${bare}`);
}
