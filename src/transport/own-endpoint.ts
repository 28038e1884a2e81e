export type OwnListener = Readonly<{ address: string; port: number }>;

/** Whether an endpoint is one of our own listeners, by whatever name it was reached. mail-flow.md §3.7
 *  @param ownAddresses the machine's addresses, for listeners on a wildcard */
export function isOwnEndpoint(
  endpoint: Readonly<{ address: string; port: number }>,
  listeners: readonly OwnListener[],
  ownAddresses: readonly string[],
): boolean {
  const address = plain(endpoint.address);
  return listeners.some((listener) => {
    if (listener.port !== endpoint.port) return false;
    if (plain(listener.address) === address) return true;
    return (
      isWildcard(listener.address) &&
      (isLoopback(address) || isWildcard(address) || ownAddresses.includes(address))
    );
  });
}

/** 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  const bare = plain(address);
  return bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** IPv4-mapped IPv6 is the IPv4 address; a zone does not count. */
function plain(address: string): string {
  const lower = address.toLowerCase();
  const withoutZone = lower.includes('%') ? lower.slice(0, lower.indexOf('%')) : lower;
  return withoutZone.startsWith('::ffff:') && withoutZone.includes('.') ? withoutZone.slice(7) : withoutZone;
}
