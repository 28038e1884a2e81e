import { formatIp, parseIp } from './ip-range.ts';
import type { Binding } from './receive-connector.ts';

const DEFAULT_PORT = 25;

/** Reads a local endpoint: `0.0.0.0:25`, `[::]:25`; without a port it is 25. receive-connectors.md §1.5
 *  @returns null for anything else: IPv6 without brackets, host names, port 0 or above 65535 */
export function parseBinding(text: string): Binding | null {
  const match = /^(?:\[([^\]]*)\]|([0-9.]+))(?::(\d{0,5}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, six, four, portText] = match;
  const port = portText === undefined || portText === '' ? DEFAULT_PORT : Number(portText);
  const address = parseIp(six ?? four ?? '');
  if (address === null || port < 1 || port > 65_535) return null;
  if (six !== undefined && !six.includes(':')) return null;
  return { family: address.family, address: formatIp(address), port };
}

export function formatBinding({ family, address, port }: Binding): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

export function isWildcard(binding: Binding): boolean {
  return binding.address === (binding.family === 4 ? '0.0.0.0' : '::');
}

export function bindingsEqual(a: Binding, b: Binding): boolean {
  return a.family === b.family && a.address === b.address && a.port === b.port;
}

/** Same port and family, and the same address or one the wildcard. receive-connectors.md §1.7 U2 */
export function bindingsShareEndpoint(a: Binding, b: Binding): boolean {
  if (a.family !== b.family || a.port !== b.port) return false;
  return a.address === b.address || isWildcard(a) || isWildcard(b);
}
