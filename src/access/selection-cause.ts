/** Why a Receive connector took a connection, or did not: values, for whoever tells it in another language. Addresses and
 *  ranges as text, `addresses` the number of addresses of the range. receive-connectors.md §1.8 */
export type SelectionCause =
  | Readonly<{ kind: 'disabled' }>
  | Readonly<{ kind: 'notBound'; bindings: readonly string[]; local: string; port: number }>
  | Readonly<{ kind: 'noRange'; remote: string }>
  | Readonly<{ kind: 'mostSpecific'; range: string; addresses: bigint }>
  | Readonly<{
      kind: 'wider';
      range: string;
      addresses: bigint;
      winnerRange: string;
      winnerAddresses: bigint;
    }>
  | Readonly<{ kind: 'younger'; winner: string }>
  | Readonly<{ kind: 'lessBound'; winner: string }>;

/** One sentence in English, without its subject. */
export function causeText(cause: SelectionCause): string {
  switch (cause.kind) {
    case 'disabled':
      return 'it is disabled';
    case 'notBound':
      return `it is bound to ${cause.bindings.join(', ')}, not to ${cause.local} port ${cause.port}`;
    case 'noRange':
      return `none of its remote IP ranges contains ${cause.remote}`;
    case 'mostSpecific':
      return `its range ${cause.range} (${count(cause.addresses)}) is the most specific match`;
    case 'wider':
      return `its range ${cause.range} (${count(cause.addresses)}) is wider than ${cause.winnerRange} (${count(cause.winnerAddresses)})`;
    case 'younger':
      return `its range is as specific, and ${cause.winner} is older`;
    case 'lessBound':
      return `its range is as specific, and ${cause.winner} is bound to the very local address`;
    default:
      return cause satisfies never;
  }
}

function count(addresses: bigint): string {
  return addresses === 1n ? '1 address' : `${addresses.toLocaleString('en-US')} addresses`;
}

/** Its values as text: numbers of addresses are too large for a number, and lists are joined. */
export function causeFacts(cause: SelectionCause): Readonly<Record<string, string>> {
  const { kind, ...facts } = cause;
  const texts = Object.entries(facts).map(([name, value]): readonly [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return { kind, ...Object.fromEntries(texts) };
}
