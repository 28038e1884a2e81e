/** One usable TLSA record. RFC 6698 §2.1 */
export type TlsaRecord = Readonly<{
  /** 2: an authority in the chain (DANE-TA), 3: the host's own certificate (DANE-EE). RFC 7672 §3.1 */
  usage: 2 | 3;
  /** 0: the whole certificate, 1: its public key. */
  selector: 0 | 1;
  matching: 'exact' | 'sha256' | 'sha512';
  /** Upper-case hexadecimal. */
  data: string;
}>;

const USAGES = { '2': 2, '3': 3 } as const;
const SELECTORS = { '0': 0, '1': 1 } as const;
const MATCHINGS = { '0': 'exact', '1': 'sha256', '2': 'sha512' } as const;
/** Digits of a digest. */
const LENGTHS = { exact: null, sha256: 64, sha512: 128 } as const;

/** The records that SMTP can use: the usages 0 and 1 cannot be checked here, and what is malformed neither.
 *  RFC 7672 §3.1.3
 *  @param texts `3 1 1 0123ABCD…` */
export function usableTlsa(texts: readonly string[]): readonly TlsaRecord[] {
  return texts.flatMap((text) => {
    const match = /^(?<usage>[23]) (?<selector>[01]) (?<matching>[012]) (?<data>(?:[0-9A-F]{2})+)$/.exec(
      text,
    );
    const usage = pick(USAGES, match?.groups?.['usage']);
    const selector = pick(SELECTORS, match?.groups?.['selector']);
    const matching = pick(MATCHINGS, match?.groups?.['matching']);
    const data = match?.groups?.['data'];
    if (usage === null || selector === null || matching === null || data === undefined) return [];
    const length = LENGTHS[matching];
    return length === null || length === data.length ? [{ usage, selector, matching, data }] : [];
  });
}

function pick<T>(values: Readonly<Record<string, T>>, key: string | undefined): T | null {
  return key === undefined ? null : (values[key] ?? null);
}
