import type { HeaderField } from './header.ts';

/** Which groups of fields a session may hand in. receive-connectors.md §3.3 */
export type HeaderRights = Readonly<{
  /** `ms-Exch-Accept-Headers-Routing` */
  routing: boolean;
  /** `ms-Exch-Accept-Headers-Organization` */
  organization: boolean;
  /** `ms-Exch-Accept-Headers-Forest` */
  forest: boolean;
}>;

type HeaderGroup = 'routing' | 'organization' | 'forest' | 'trace';

/** The firewall group of a field by its name in lower case, or null where the firewall does not look at it.
 *  `trace` is Return-Path: only final delivery writes it, so nobody may hand one in. RFC 5321 §4.4 */
function headerGroup(lower: string): HeaderGroup | null {
  if (lower === 'received' || lower.startsWith('resent-')) return 'routing';
  if (lower.startsWith('x-ms-exchange-organization-')) return 'organization';
  if (lower.startsWith('x-ms-exchange-forest-')) return 'forest';
  return lower === 'return-path' ? 'trace' : null;
}

/** The fields that pass. Exchange: header firewall; whole fields go, with their folded lines, at the top level only. */
export function filterHeader(fields: readonly HeaderField[], rights: HeaderRights): HeaderField[] {
  return fields.filter((field) => {
    const group = headerGroup(field.key);
    return group === null || (group !== 'trace' && rights[group]);
  });
}
