/** DNS as routing needs it. Answers are facts, not exceptions. */
export type DnsAnswer<T> =
  | Readonly<{
      kind: 'found';
      records: readonly T[];
      /** There where DNSSEC vouches for the records: the name that holds them, behind all aliases. */
      secureName?: string;
      /** The name that was asked for is an alias. */
      aliased?: true;
    }>
  /** The name exists, the type does not. `secure`: DNSSEC vouches for it. */
  | Readonly<{ kind: 'empty' | 'nxdomain'; secure?: true }>
  /** SERVFAIL, time-out, refused, malformed: transient. */
  | Readonly<{ kind: 'failed'; reason: string }>;

export interface Resolver {
  mx(
    domain: string,
    signal: AbortSignal,
  ): Promise<DnsAnswer<Readonly<{ preference: number; exchange: string }>>>;
  /** A and AAAA together, CNAMEs followed. */
  addresses(
    host: string,
    signal: AbortSignal,
  ): Promise<DnsAnswer<Readonly<{ family: 4 | 6; address: string }>>>;
  /** One text for each record, its strings joined. */
  txt(name: string, signal: AbortSignal): Promise<DnsAnswer<string>>;
  /** The name that this one is an alias of, one step. */
  alias(name: string, signal: AbortSignal): Promise<DnsAnswer<string>>;
  /** TLSA records as zone files have them, `3 1 1 0123ABCD…`. RFC 6698 §2.2 */
  tlsa(name: string, signal: AbortSignal): Promise<DnsAnswer<string>>;
}

/** What an address is called, for people to read. Whoever holds the address decides what it says: no right rests on it. */
export interface ReverseResolver {
  names(address: string, signal: AbortSignal): Promise<DnsAnswer<string>>;
}
