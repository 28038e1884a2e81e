import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { entriesOfGroup, permissionGroupsOf, rightEntry, withPermissionGroups } from './permission-groups.ts';
import {
  ANONYMOUS_LOGON,
  AUTHENTICATED_USERS,
  EXTERNALLY_SECURED_SERVERS,
  findPrincipal,
  HUB_TRANSPORT_SERVERS,
} from './principals.ts';
import { CHRIS } from './testing/sample.ts';
import { type AccessEntry, PERMISSION_GROUPS, type PermissionGroup } from './receive-connector.ts';
import { ANY_RECIPIENT, canonicalRight, RIGHTS, SUBMIT } from './rights.ts';

const DOMAIN = 'CONTOSO';
const groupsOf = (entries: readonly AccessEntry[]): string =>
  permissionGroupsOf(entries, DOMAIN).join(', ') || 'None';

/** Rights of §3.2's eleven that a group gives one of its principals. */
function count(group: PermissionGroup, principal: string): number {
  const names = new Set(RIGHTS.map((facts) => facts.name));
  return entriesOfGroup(group, DOMAIN).filter(
    (entry) => entry.principal === principal && names.has(entry.extendedRight ?? ''),
  ).length;
}

describe('permission groups', () => {
  const counts: readonly (readonly [PermissionGroup, string, number])[] = [
    ['AnonymousUsers', ANONYMOUS_LOGON, 4],
    ['ExchangeUsers', AUTHENTICATED_USERS, 4],
    ['ExchangeServers', 'CONTOSO\\Exchange Servers', 11],
    ['ExchangeServers', HUB_TRANSPORT_SERVERS, 11],
    ['ExchangeServers', EXTERNALLY_SECURED_SERVERS, 9],
    ['ExchangeLegacyServers', 'CONTOSO\\ExchangeLegacyInterop', 9],
    ['Partners', 'MS Exchange\\Partner Servers', 2],
  ];
  for (const [group, principal, expected] of counts) {
    it(`§3.2: ${group} gives ${principal} ${expected} rights`, () =>
      assert.equal(count(group, principal), expected));
  }
  it('§3.2: no group gives ANONYMOUS LOGON the relay right', () => {
    const all = PERMISSION_GROUPS.flatMap((group) => entriesOfGroup(group, DOMAIN));
    assert.ok(
      !all.some((entry) => entry.principal === ANONYMOUS_LOGON && entry.extendedRight === ANY_RECIPIENT),
    );
  });
  it('§5.2: method 1 reads AnonymousUsers, Custom', () => {
    const entries = [...entriesOfGroup('AnonymousUsers', DOMAIN), rightEntry(ANONYMOUS_LOGON, ANY_RECIPIENT)];
    assert.equal(groupsOf(entries), 'AnonymousUsers, Custom');
  });
  it('§6.3: with one right of a group removed it reads Custom alone', () => {
    const entries = entriesOfGroup('AnonymousUsers', DOMAIN).filter(
      (entry) => entry.extendedRight !== SUBMIT,
    );
    assert.equal(groupsOf(entries), 'Custom');
  });
  it('§6.3: a denied right hides its group', () => {
    const entries = [...entriesOfGroup('AnonymousUsers', DOMAIN), rightEntry(ANONYMOUS_LOGON, SUBMIT, true)];
    assert.equal(groupsOf(entries), 'Custom');
  });
  it('§6.3: None removes group entries and keeps what was added by hand', () => {
    const before = [...entriesOfGroup('AnonymousUsers', DOMAIN), rightEntry(ANONYMOUS_LOGON, ANY_RECIPIENT)];
    assert.deepEqual(withPermissionGroups(before, [], DOMAIN), [rightEntry(ANONYMOUS_LOGON, ANY_RECIPIENT)]);
  });
  it('the groups that were set are the groups that are shown', () => {
    fc.assert(
      fc.property(
        fc.subarray([...PERMISSION_GROUPS]),
        fc.subarray([...PERMISSION_GROUPS]),
        (first, second) => {
          const entries = withPermissionGroups(withPermissionGroups([], first, DOMAIN), second, DOMAIN);
          assert.equal(groupsOf(entries), second.join(', ') || 'None');
        },
      ),
    );
  });
});

describe('principals and rights by name', () => {
  const names: readonly (readonly [string, string | null])[] = [
    ['nt authority\\anonymous logon', ANONYMOUS_LOGON],
    ['S-1-5-7', ANONYMOUS_LOGON],
    ['S-1-9-1419165041-1139599005-3936102811-1022490595-23', EXTERNALLY_SECURED_SERVERS],
    ['MS Exchange\\Externally Secured Servers', EXTERNALLY_SECURED_SERVERS],
    ['Exchange Servers', 'CONTOSO\\Exchange Servers'],
    ['contoso\\Exchange Servers', 'CONTOSO\\Exchange Servers'],
    ['chris@contoso.com', 'CONTOSO\\chris'],
    ['nobody', null],
    ['', null],
  ];
  for (const [text, expected] of names) {
    it(`§3.1: "${text}" is ${expected}`, () => assert.equal(findPrincipal(text, DOMAIN, [CHRIS]), expected));
  }
  it('§6.1: rights by name in any case, as the article writes them, or by display name', () => {
    assert.equal(canonicalRight('Ms-Exch-SMTP-Accept-Any-Recipient'), ANY_RECIPIENT);
    assert.equal(canonicalRight('Submit Messages to any Recipient'), ANY_RECIPIENT);
    assert.equal(canonicalRight('ms-Exch-SMTP-Accept-Any-Recipients'), null);
  });
});
