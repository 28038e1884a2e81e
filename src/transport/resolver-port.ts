/** DNS as routing needs it. Answers are facts, not exceptions. */
export type DnsAnswer<T> =
  | Readonly<{ kind: 'found'; records: readonly T[] }>
  /** The name exists, the type does not. */
  | Readonly<{ kind: 'empty' }>
  | Readonly<{ kind: 'nxdomain' }>
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
}

/** What an address is called, for people to read. Whoever holds the address decides what it says: no right rests on it. */
export interface ReverseResolver {
  names(address: string, signal: AbortSignal): Promise<DnsAnswer<string>>;
}
