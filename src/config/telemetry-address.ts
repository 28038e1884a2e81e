import { parseBinding } from './binding.ts';

/** Where syslog messages go. */
export type SyslogAddress =
  | Readonly<{ transport: 'udp' | 'tcp'; host: string; port: number }>
  | Readonly<{ transport: 'unix'; path: string }>;

/** `udp://host:port`, `tcp://host:port`, `unix:/path`; an IPv6 address in brackets. Null where it is none of them.
 *  The ports default to 514 (RFC 5426 §3.3) and 601 (RFC 6587 §3.4, RFC 3195 §9.2). */
export function parseSyslogTarget(text: string): SyslogAddress | null {
  const path = /^unix:(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { transport: 'unix', path };
  const [, transport, literal, name, digits] =
    /^(udp|tcp):\/\/(?:\[([0-9A-Fa-f:.]+)\]|([^:/\s[\]]+))(?::(\d{1,5}))?\/?$/.exec(text) ?? [];
  const host = literal ?? name;
  if (host === undefined || (transport !== 'udp' && transport !== 'tcp')) return null;
  const port = digits === undefined ? (transport === 'udp' ? 514 : 601) : Number(digits);
  return port >= 1 && port <= 65_535 ? { transport, host, port } : null;
}

/** Address and port on loopback, for what is served without a sign-in; null where it is anything else. */
export function parseLoopbackBinding(text: string): Readonly<{ address: string; port: number }> | null {
  const binding = parseBinding(text);
  if (binding === null) return null;
  const isLoopback = binding.address.startsWith('127.') || binding.address === '::1';
  return isLoopback ? { address: binding.address, port: binding.port } : null;
}

/** An http or https URL without a user or password in it. */
export function parseTraceEndpoint(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return url.username === '' && url.password === '' ? url : null;
}
