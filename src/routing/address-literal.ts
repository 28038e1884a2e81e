/** An address as it stands in a smart host list or in a recipient's domain, without its brackets, or null where the text
 *  is a name. `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3) and, for smart hosts, `[2001:db8::1]`. */
export function literalAddress(text: string): Readonly<{ family: 4 | 6; address: string }> | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null;
  const inner = text.slice(1, -1);
  const address = inner.toLowerCase().startsWith('ipv6:') ? inner.slice(5) : inner;
  return address === '' ? null : { family: address.includes(':') ? 6 : 4, address };
}
