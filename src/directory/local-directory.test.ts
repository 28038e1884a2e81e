import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DirectoryEntry, DirectoryUser } from '../config/recipient.ts';
import { LocalDirectory } from './local-directory.ts';

const made = { whenCreated: '', whenChanged: '' };
const chris: DirectoryUser = {
  ...made,
  kind: 'user',
  guid: 'u1',
  name: 'chris',
  displayName: 'Chris Green',
  userPrincipalName: 'chris@contoso.com',
  emailAddresses: ['chris@contoso.com', 'c.green@contoso.com'],
  passwordHash: 'hash:secret',
  enabled: true,
};
const staff: DirectoryEntry = {
  ...made,
  kind: 'group',
  guid: 'g1',
  name: 'Staff',
  alias: 'staff',
  displayName: 'Staff',
  emailAddresses: ['staff@contoso.com'],
  members: ['u1', 'gone'],
  requireSenderAuthenticationEnabled: true,
};

function directoryOf(entries: readonly DirectoryEntry[]): { directory: LocalDirectory; verified: string[] } {
  const verified: string[] = [];
  const server = { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' };
  const snapshot = Object.assign(Object.create(null), { directory: entries, server });
  const directory = new LocalDirectory(() => snapshot, {
    hash: (password) => Promise.resolve(`hash:${password}`),
    verify: (phc, password) => {
      verified.push(phc);
      return Promise.resolve(phc === `hash:${password}`);
    },
  });
  return { directory, verified };
}

describe('local directory', () => {
  it('finds by any address, without case', () => {
    const { directory } = directoryOf([chris, staff]);
    assert.equal(directory.find({ local: 'C.Green', domain: 'contoso.com' }), chris);
    assert.equal(directory.find({ local: 'nobody', domain: 'contoso.com' }), null);
    assert.equal(directory.displayName({ local: 'chris', domain: 'contoso.com' }), 'Chris Green');
  });
  it('a member that no longer exists is left out', () => {
    const { directory } = directoryOf([chris, staff]);
    assert.ok(staff.kind === 'group');
    assert.deepEqual(directory.members(staff), [chris]);
  });
  it('AUTH takes name, userPrincipalName and DOMAIN\\name', async () => {
    const { directory } = directoryOf([chris]);
    for (const login of ['chris', 'CHRIS@contoso.com', 'contoso\\chris']) {
      assert.equal(await directory.checkCredentials(login, 'secret'), chris, login);
    }
    assert.equal(await directory.checkCredentials('chris', 'wrong'), null);
  });
  it('an unknown user costs a verification as a known one does', async () => {
    const { directory, verified } = directoryOf([chris]);
    assert.equal(await directory.checkCredentials('nobody', 'x'), null);
    assert.equal(verified.length, 1);
  });
  it('a disabled user cannot sign in', async () => {
    const { directory } = directoryOf([{ ...chris, enabled: false }]);
    assert.equal(await directory.checkCredentials('chris', 'secret'), null);
  });
});
