import { toAsciiDomain } from '../../mail/address.ts';

/** `Example.COM` or `*.example.com` in lower-case A-labels; text that is no domain stays for the validation to refuse. */
export function canonicalDomain(text: string): string {
  const wildcard = text.startsWith('*.') ? '*.' : '';
  const ascii = toAsciiDomain(text.slice(wildcard.length));
  return ascii === null ? text : `${wildcard}${ascii}`;
}
