import type { AddressSpace } from './send-connector.ts';
import { isFqdn } from './values.ts';

/** Reads `[type:]space[;cost]`. A space that is not SMTP may hold `;`, and then has its cost. mail-flow.md §3.2
 *  @returns null where it is none: `*contoso.com`, a cost that is not 1–100 */
export function parseAddressSpace(text: string): AddressSpace | null {
  const match = /^(?:([A-Za-z][A-Za-z0-9]*):)?(.+?)(?:;(\d{1,3}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, type = 'SMTP', space = '', costText = ''] = match;
  const cost = Number(costText === '' ? '1' : costText);
  const domain = space.trim().toLowerCase();
  if (cost < 1 || cost > 100 || (domain.includes(';') && costText === '')) return null;
  if (type.toUpperCase() === 'SMTP' && !isSmtpSpace(domain)) return null;
  return { type: type.toUpperCase(), domain, cost };
}

function isSmtpSpace(domain: string): boolean {
  return domain === '*' || isFqdn(domain.startsWith('*.') ? domain.slice(2) : domain);
}

/** `SMTP:contoso.com;1` */
export function formatAddressSpace({ type, domain, cost }: AddressSpace): string {
  return `${type}:${domain};${cost}`;
}
