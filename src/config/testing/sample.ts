import { randomUUID } from 'node:crypto';
import { bindingOf, newReceiveConnector, rangeOf } from '../defaults.ts';
import type { ServerIdentity } from '../organization.ts';
import { withPermissionGroups } from '../permission-groups.ts';
import type { PermissionGroup, ReceiveConnector } from '../receive-connector.ts';
import type { DirectoryUser } from '../recipient.ts';
import { initialSnapshot } from '../setup.ts';
import type { ConfigSnapshot } from '../snapshot.ts';

export const EX1: ServerIdentity = { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' };

/** A fresh server of the article. */
export function freshSnapshot(part: Partial<ConfigSnapshot> = {}): ConfigSnapshot {
  const now = '2026-03-02T09:14:07.000Z';
  const first = { server: EX1, domain: 'contoso.com', sandbox: false, newGuid: randomUUID, now };
  return { ...initialSnapshot(first), ...part };
}

export type Sample = Partial<Omit<ReceiveConnector, 'bindings' | 'remoteIPRanges'>> &
  Readonly<{ name: string; on: string; from: string; groups?: readonly PermissionGroup[] }>;

let order = 100;

/** A FrontendTransport connector from short text: bindings and ranges separated by blanks. */
export function sampleConnector({ on, from, groups = [], ...part }: Sample): ReceiveConnector {
  order += 1;
  const made = {
    guid: randomUUID(),
    name: part.name,
    usage: 'Custom',
    domain: EX1.domain,
    createdOrder: order,
  } as const;
  return {
    ...newReceiveConnector({ ...made, whenCreated: '2026-03-02T09:14:07.000Z' }),
    transportRole: 'FrontendTransport',
    entries: withPermissionGroups([], groups, EX1.domain),
    ...part,
    bindings: on.split(' ').map(bindingOf),
    remoteIPRanges: from.split(' ').map(rangeOf),
  };
}

/** A user of the local directory with one address. */
export const CHRIS: DirectoryUser = {
  kind: 'user',
  guid: 'u1',
  name: 'chris',
  displayName: 'Chris',
  userPrincipalName: 'chris@contoso.com',
  emailAddresses: ['chris@contoso.com'],
  passwordHash: null,
  enabled: true,
  whenCreated: '',
  whenChanged: '',
};
