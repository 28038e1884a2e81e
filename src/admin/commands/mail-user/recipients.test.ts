import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

async function names(
  bench: AdminBench,
  command: string,
  parameters: Readonly<Record<string, Value>> = {},
): Promise<readonly string[]> {
  return (await bench.ok(command, parameters)).objects.map((row) => shown(row, 'Name'));
}

function entry(bench: AdminBench, name: string): unknown {
  return bench.store.current.directory.find((one) => one.name === name);
}

const SCANNER = {
  Name: 'scanner',
  UserPrincipalName: 'scanner@contoso.com',
  Password: { $: 'secret', text: 's3cret' },
} as const;

describe('mail users, ADR-0006', () => {
  it('a user with a password may sign in; only the hash is kept', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('New-MailUser', SCANNER);
    assert.equal(shown(objects[0], 'PasswordIsSet'), 'True');
    assert.equal(shown(objects[0], 'EmailAddresses'), 'SMTP:scanner@contoso.com');
    assert.doesNotMatch(JSON.stringify(objects), /s3cret/);
    const user = bench.store.current.directory.find((one) => one.kind === 'user');
    assert.equal(user?.kind === 'user' ? user.passwordHash : '', 'hash:s3cret');
  });

  it('without a password the user cannot sign in; with one the sign-in name is needed', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('New-MailUser', {
      Name: 'Kate',
      ExternalEmailAddress: 'SMTP:kate@fabrikam.com',
    });
    assert.equal(shown(objects[0], 'PasswordIsSet'), 'False');
    assert.equal(shown(objects[0], 'ExternalEmailAddress'), 'SMTP:kate@fabrikam.com');
    assert.match(
      await bench.fails('New-MailUser', { Name: 'x', Password: 'y' }),
      /^E01: .*UserPrincipalName/,
    );
    assert.match(await bench.fails('New-MailUser', { ...SCANNER, Password: '' }), /^E01: |^E06: /);
  });

  it('names, addresses and sign-in names are unique over all recipients', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailUser', SCANNER);
    assert.match(await bench.fails('New-MailUser', SCANNER), /^E20: The name "scanner"/);
    assert.match(
      await bench.fails('New-MailUser', { ...SCANNER, Name: 'Scan Ner', Alias: 'other' }),
      /^E20: The user principal name/,
    );
    const contact = {
      Name: 'c',
      ExternalEmailAddress: 'c@fabrikam.com',
      PrimarySmtpAddress: 'scanner@contoso.com',
    };
    assert.match(await bench.fails('New-MailContact', contact), /already being used by "scanner"/);
    assert.match(await bench.fails('New-MailUser', { Name: 'x', ExternalEmailAddress: 'nowhere' }), /^E07: /);
    assert.match(await bench.fails('New-MailUser', { Name: 'x'.repeat(65) }), /^E21: /);
  });

  it('Set-MailUser: display name, password, enabled, addresses', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailUser', SCANNER);
    await bench.ok('Set-MailUser', {
      Identity: 'scanner@contoso.com',
      DisplayName: 'Scanner 2nd floor',
      Password: 'n3w',
      Enabled: false,
      EmailAddresses: { $: 'table', entries: [['Add', 'smtp:scan2@contoso.com']] },
    });
    const [user] = (await bench.ok('Get-MailUser', { Identity: 'CONTOSO\\scanner' })).objects;
    assert.equal(shown(user, 'DisplayName'), 'Scanner 2nd floor');
    assert.equal(shown(user, 'Enabled'), 'False');
    assert.equal(shown(user, 'EmailAddresses'), 'SMTP:scanner@contoso.com,smtp:scan2@contoso.com');
    await bench.ok('Set-MailUser', { Identity: 'scanner', PrimarySmtpAddress: 'scan2@contoso.com' });
    const [changed] = (await bench.ok('Get-MailUser', { Identity: 'scanner' })).objects;
    assert.equal(shown(changed, 'PrimarySmtpAddress'), 'scan2@contoso.com');
    assert.match(JSON.stringify(entry(bench, 'scanner')), /hash:n3w/);
  });

  it('-WhatIf hashes nothing', async () => {
    const bench = createAdminBench();
    assert.equal((await bench.whatIf('New-MailUser', SCANNER)).action, 'Creating mail user "scanner".');
    assert.equal(entry(bench, 'scanner'), undefined);
  });

  it('rights follow a user to a new name and end with the user', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailUser', SCANNER);
    const right = { User: 'scanner', ExtendedRights: 'ms-Exch-SMTP-Accept-Any-Sender' };
    await bench.ok('Add-ADPermission', { Identity: 'Client Frontend EX1', ...right });
    await bench.ok('Set-MailUser', { Identity: 'scanner', Name: 'scanner2' });
    const count = async (User: string): Promise<number> =>
      (await bench.ok('Get-ADPermission', { Identity: 'Client Frontend EX1', User })).objects.length;
    assert.equal(await count('scanner2'), 1);
    await bench.ok('Remove-MailUser', { Identity: 'scanner2' });
    await bench.ok('New-MailUser', { ...SCANNER, Name: 'scanner2' });
    assert.equal(await count('scanner2'), 0);
  });
});

describe('mail contacts', () => {
  it('a contact has an address here and one elsewhere', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('New-MailContact', {
      Name: 'Chris Green',
      ExternalEmailAddress: 'chris@fabrikam.com',
    });
    assert.equal(shown(objects[0], 'EmailAddresses'), 'SMTP:chrisgreen@contoso.com,smtp:chris@fabrikam.com');
    assert.equal(shown(objects[0], 'RecipientType'), 'MailContact');
    await bench.ok('Set-MailContact', {
      Identity: 'Chris Green',
      ExternalEmailAddress: 'green@fabrikam.com',
    });
    const [contact] = (await bench.ok('Get-MailContact', { Identity: 'chrisgreen' })).objects;
    assert.equal(shown(contact, 'EmailAddresses'), 'SMTP:chrisgreen@contoso.com,smtp:green@fabrikam.com');
  });

  it('-PrimarySmtpAddress takes the place of the made address', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('New-MailContact', {
      Name: 'Chris Green',
      ExternalEmailAddress: 'chris@fabrikam.com',
      PrimarySmtpAddress: 'Chris@contoso.com',
    });
    assert.equal(shown(objects[0], 'EmailAddresses'), 'SMTP:chris@contoso.com,smtp:chris@fabrikam.com');
  });

  it('found by the beginning of a name, by filter, by wildcard; stored attributes are shown', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailContact', { Name: 'Chris Green', ExternalEmailAddress: 'chris@fabrikam.com' });
    await bench.ok('New-MailContact', { Name: 'Kate', ExternalEmailAddress: 'kate@fabrikam.com' });
    await bench.ok('Set-MailContact', { Identity: 'Kate', CustomAttribute1: 'floor 2' });
    assert.deepEqual(await names(bench, 'Get-MailContact', { ANR: 'chr' }), ['Chris Green']);
    assert.deepEqual(await names(bench, 'Get-MailContact', { Filter: "CustomAttribute1 -eq 'floor 2'" }), [
      'Kate',
    ]);
    assert.deepEqual(await names(bench, 'Get-MailContact', { Identity: 'K*' }), ['Kate']);
    assert.deepEqual(await names(bench, 'Get-MailContact', { SortBy: 'DisplayName' }), [
      'Chris Green',
      'Kate',
    ]);
    await bench.ok('Remove-MailContact', { Identity: 'Kate' });
    assert.deepEqual(await names(bench, 'Get-MailContact'), ['Chris Green']);
  });
});

describe('distribution groups', () => {
  async function staff(): Promise<AdminBench> {
    const bench = createAdminBench();
    await bench.ok('New-MailContact', { Name: 'Kate', ExternalEmailAddress: 'kate@fabrikam.com' });
    await bench.ok('New-DistributionGroup', { Name: 'IT Staff', Members: ['Kate', 'postmaster'] });
    return bench;
  }

  it('mail-flow.md §10.3: new groups take mail from authenticated senders only', async () => {
    const bench = await staff();
    const [group] = (await bench.ok('Get-DistributionGroup', { Identity: 'ITStaff@contoso.com' })).objects;
    assert.equal(shown(group, 'RequireSenderAuthenticationEnabled'), 'True');
    assert.equal(shown(group, 'PrimarySmtpAddress'), 'itstaff@contoso.com');
    await bench.ok('Set-DistributionGroup', {
      Identity: 'IT Staff',
      RequireSenderAuthenticationEnabled: false,
    });
    const [changed] = (await bench.ok('Get-DistributionGroup')).objects;
    assert.equal(shown(changed, 'RequireSenderAuthenticationEnabled'), 'False');
  });

  it('members come and go, each once', async () => {
    const bench = await staff();
    await bench.ok('New-MailUser', SCANNER);
    assert.deepEqual(await names(bench, 'Get-DistributionGroupMember', { Identity: 'IT Staff' }), [
      'postmaster',
      'Kate',
    ]);
    await bench.ok('Add-DistributionGroupMember', { Identity: 'IT Staff', Member: 'scanner' });
    assert.match(
      await bench.fails('Add-DistributionGroupMember', { Identity: 'IT Staff', Member: 'scanner' }),
      /already a member/,
    );
    assert.match(
      await bench.fails('Add-DistributionGroupMember', { Identity: 'IT Staff', Member: 'IT Staff' }),
      /member of itself/,
    );
    await bench.ok('Remove-DistributionGroupMember', { Identity: 'IT Staff', Member: 'Kate' });
    assert.match(
      await bench.fails('Remove-DistributionGroupMember', { Identity: 'IT Staff', Member: 'Kate' }),
      /isn't a member/,
    );
    assert.deepEqual(await names(bench, 'Get-DistributionGroupMember', { Identity: 'IT Staff' }), [
      'postmaster',
      'scanner',
    ]);
    await bench.ok('Remove-MailUser', { Identity: 'scanner' });
    assert.deepEqual(await names(bench, 'Get-DistributionGroupMember', { Identity: 'IT Staff' }), [
      'postmaster',
    ]);
  });

  it('E22: an unknown member', async () => {
    const bench = createAdminBench();
    assert.match(
      await bench.fails('New-DistributionGroup', { Name: 'g', Members: 'nobody' }),
      /^E22: .*'nobody'/,
    );
  });
});

describe('limits of recipients, mail-flow.md §8.1', () => {
  it('a user, a contact and a group keep theirs, show them, and lose them with Unlimited', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailUser', SCANNER);
    await bench.ok('New-MailContact', { Name: 'kate', ExternalEmailAddress: 'kate@fabrikam.com' });
    await bench.ok('New-DistributionGroup', { Name: 'all', PrimarySmtpAddress: 'all@contoso.com' });
    for (const [noun, name] of [
      ['MailUser', 'scanner'],
      ['MailContact', 'kate'],
      ['DistributionGroup', 'all'],
    ] as const) {
      const size = async (): Promise<string> =>
        shown((await bench.ok(`Get-${noun}`, { Identity: name })).objects[0], 'MaxReceiveSize');
      assert.equal(await size(), 'Unlimited');
      await bench.ok(`Set-${noun}`, { Identity: name, MaxReceiveSize: '5MB', MaxSendSize: '6MB' });
      assert.equal(await size(), '5 MB (5,242,880 bytes)');
      await bench.ok(`Set-${noun}`, { Identity: name, MaxReceiveSize: 'Unlimited' });
      assert.equal(await size(), 'Unlimited');
      assert.match(
        await bench.fails(`Set-${noun}`, { Identity: name, MaxReceiveSize: '3GB' }),
        /^E09: .*MaxReceiveSize is out of range/,
      );
    }
    await bench.ok('Set-MailUser', { Identity: 'scanner', RecipientLimits: 5 });
    const { objects } = await bench.ok('Get-MailUser', { Identity: 'scanner' });
    assert.equal(shown(objects[0], 'RecipientLimits'), '5');
  });
});
