import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeEach, describe, it } from 'node:test';
import type { Administrator, RoleGroup } from '../../../config/administrator.ts';
import type { AdminBench } from '../../testing/admin-bench.ts';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';
import { totpCode } from '../../totp.ts';

const SECRET = { $: 'secret', text: 'correct horse' } as const;
const NEXT = { $: 'secret', text: 'battery staple' } as const;
const NOW = Date.parse('2026-03-02T09:00:00.000Z');

let bench: AdminBench;

beforeEach(async () => {
  bench = createAdminBench();
  await bench.ok('New-Administrator', {
    Name: 'admin',
    Password: SECRET,
    RoleGroups: 'Organization Management',
  });
});

function administrator(name: string): Administrator {
  const found = bench.store.current.administrators.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

/** The next commands are run by this administrator, as after a sign-in. */
function signIn(name: string): void {
  const { guid, roleGroups } = administrator(name);
  bench.caller.current = { name, roleGroups, administrator: guid };
}

async function add(name: string, ...groups: RoleGroup[]): Promise<void> {
  await bench.ok('New-Administrator', { Name: name, Password: SECRET, RoleGroups: groups });
}

describe('administrators', () => {
  it('are made, shown, changed and removed; no secret is shown or audited', async () => {
    await add('kate', 'Server Management', 'Hygiene Management');
    const { objects } = await bench.ok('Get-Administrator', { Identity: 'KATE' });
    assert.equal(shown(objects[0], 'RoleGroups'), 'Server Management,Hygiene Management');
    assert.ok(!JSON.stringify(objects).includes('hash:'));
    assert.ok(!JSON.stringify(bench.store.rows).includes('correct horse'));
    await bench.ok('Set-Administrator', { Identity: 'kate', DisplayName: 'Kate', Password: NEXT });
    assert.equal(administrator('kate').passwordHash, 'hash:battery staple');
    await bench.ok('Remove-Administrator', { Identity: 'kate' });
    assert.match(await bench.fails('Get-Administrator', { Identity: 'kate' }), /^E22/);
  });

  it('a name is unique without letter case, and can be typed', async () => {
    assert.match(await bench.fails('New-Administrator', { Name: 'ADMIN', Password: SECRET }), /^E20/);
    for (const name of ['', ' ', 'a\nb', 'a\\b', '-', 'x'.repeat(65)])
      assert.match(await bench.fails('New-Administrator', { Name: name, Password: SECRET }), /Name/, name);
  });

  it('a password has at least 8 characters', async () => {
    const Password = { $: 'secret', text: '1234567' } as const;
    assert.match(
      await bench.fails('New-Administrator', { Name: 'x', Password }),
      /Password isn't valid: it must have 8 to 1024/,
    );
    assert.match(await bench.fails('Set-Administrator', { Identity: 'admin', Password }), /8 to 1024/);
  });

  it('an unknown role group is named together with those there are', async () => {
    assert.match(
      await bench.fails('New-Administrator', { Name: 'x', Password: SECRET, RoleGroups: 'Domain Admins' }),
      /no role group "Domain Admins".*Organization Management, Server Management/,
    );
  });

  it('the last enabled member of Organization Management cannot go, be disabled or leave', async () => {
    const group = 'Organization Management';
    assert.match(await bench.fails('Remove-Administrator', { Identity: 'admin' }), /^LastAdministrator/);
    assert.match(
      await bench.fails('Set-Administrator', { Identity: 'admin', Enabled: false }),
      /^LastAdministrator/,
    );
    assert.match(
      await bench.fails('Remove-RoleGroupMember', { Identity: group, Member: 'admin' }),
      /^LastAdministrator/,
    );
    await add('kate');
    await bench.ok('Add-RoleGroupMember', { Identity: group, Member: 'kate' });
    await bench.ok('Remove-RoleGroupMember', { Identity: group, Member: 'admin' });
    assert.deepEqual(administrator('admin').roleGroups, []);
  });
});

describe('role groups', () => {
  it('Exchange: Get-RoleGroup and Get-RoleGroupMember show roles and members', async () => {
    await add('kate', 'Server Management');
    const { objects } = await bench.ok('Get-RoleGroup', { Identity: 'server*' });
    assert.equal(objects.length, 1);
    assert.equal(shown(objects[0], 'Members'), 'kate');
    assert.equal(shown(objects[0], 'Roles'), 'Receive Connectors,Transport Queues');
    const members = await bench.ok('Get-RoleGroupMember', { Identity: 'Server Management' });
    assert.deepEqual(
      members.objects.map((one) => shown(one, 'Name')),
      ['kate'],
    );
  });

  it('membership twice, or none to take away, is an error', async () => {
    const membership = { Identity: 'Organization Management', Member: 'admin' };
    assert.match(await bench.fails('Add-RoleGroupMember', membership), /^MemberExists/);
    assert.match(
      await bench.fails('Remove-RoleGroupMember', { ...membership, Identity: 'Delegated Setup' }),
      /^MemberNotFound/,
    );
  });
});

describe('tokens', () => {
  it('are shown once and kept as a hash', async () => {
    signIn('admin');
    const { objects } = await bench.ok('New-ApiToken', { Name: 'report' });
    const token = shown(objects[0], 'Token');
    assert.match(token, /^pst_[\w-]{43}$/);
    assert.equal(administrator('admin').tokens[0]?.hash, createHash('sha256').update(token).digest('hex'));
    const listed = await bench.ok('Get-ApiToken');
    assert.equal(shown(listed.objects[0], 'Identity'), 'admin\\report');
    assert.ok(!JSON.stringify([listed.objects, bench.store.rows]).includes(token));
    await bench.ok('Remove-ApiToken', { Identity: 'report' });
    assert.deepEqual(administrator('admin').tokens, []);
  });

  it('of others are seen, made and removed by Organization Management alone', async () => {
    await add('kate', 'View-Only Organization Management');
    signIn('admin');
    await bench.ok('New-ApiToken', { Name: 'a', User: 'kate' });
    await bench.ok('New-ApiToken', { Name: 'b' });
    signIn('kate');
    const { objects } = await bench.ok('Get-ApiToken');
    assert.deepEqual(
      objects.map((one) => shown(one, 'Identity')),
      ['kate\\a'],
    );
    assert.match(await bench.fails('New-ApiToken', { Name: 'c', User: 'admin' }), /^E23/);
    assert.match(await bench.fails('Remove-ApiToken', { Identity: 'admin\\b' }), /^E22/);
    await bench.ok('Remove-ApiToken', { Identity: 'a' });
  });

  it('end in the future', async () => {
    signIn('admin');
    assert.match(
      await bench.fails('New-ApiToken', { Name: 'x', ExpiresOn: '2026-03-02T09:00:00Z' }),
      /not in the future/,
    );
    assert.equal(administrator('admin').tokens.length, 0);
  });

  it('need an account: the socket of the data folder names one with -User', async () => {
    assert.match(await bench.fails('New-ApiToken', { Name: 'x' }), /^NoOwnAccount/);
    await bench.ok('New-ApiToken', { Name: 'x', User: 'admin' });
  });
});

describe('the own account', () => {
  it('Set-MyPassword asks for the old password', async () => {
    await add('kate', 'View-Only Organization Management');
    signIn('kate');
    assert.match(
      await bench.fails('Set-MyPassword', { OldPassword: NEXT, Password: NEXT }),
      /OldPassword isn't valid/,
    );
    await bench.ok('Set-MyPassword', { OldPassword: SECRET, Password: NEXT });
    assert.equal(administrator('kate').passwordHash, 'hash:battery staple');
    assert.equal(administrator('admin').passwordHash, 'hash:correct horse');
  });

  it('RFC 6238: a second factor is in force when a code was shown', async () => {
    signIn('admin');
    const { objects } = await bench.ok('New-MyTotp');
    const secret = shown(objects[0], 'Secret');
    assert.equal(administrator('admin').totp?.confirmed, false);
    assert.match(shown(objects[0], 'Uri'), /^otpauth:\/\/totp\/Postern%20EX1:admin\?secret=[A-Z2-7]{32}&/);
    assert.match(await bench.fails('Enable-MyTotp', { Code: '000000' }), /Code isn't valid/);
    await bench.ok('Enable-MyTotp', { Code: totpCode(secret, Math.floor(NOW / 30_000)) });
    assert.equal(administrator('admin').totp?.confirmed, true);
    assert.match(await bench.fails('New-MyTotp'), /on already/);
    assert.match(await bench.fails('Disable-MyTotp', { OldPassword: NEXT }), /OldPassword/);
    await bench.ok('Disable-MyTotp', { OldPassword: SECRET });
    assert.equal(administrator('admin').totp, null);
  });

  it('a lost second factor is taken away by another administrator, never given', async () => {
    signIn('admin');
    await bench.ok('New-MyTotp');
    assert.match(
      await bench.fails('Set-Administrator', { Identity: 'admin', TotpEnabled: true }),
      /only the administrator/,
    );
    await bench.ok('Set-Administrator', { Identity: 'admin', TotpEnabled: false });
    assert.equal(administrator('admin').totp, null);
  });
});
