import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, isObject, shown } from '../../testing/admin-bench.ts';

type Parameters = Readonly<Record<string, Value>>;

const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
const ANY_RECIPIENT = 'ms-Exch-SMTP-Accept-Any-Recipient';
const RELAY = { Identity: 'Relay', User: ANONYMOUS, ExtendedRights: ANY_RECIPIENT };

async function benchWith(ranges: Value = '192.168.5.10', more: Parameters = {}): Promise<AdminBench> {
  const bench = createAdminBench();
  await bench.ok('New-ReceiveConnector', {
    Name: 'Relay',
    TransportRole: 'FrontendTransport',
    Bindings: '0.0.0.0:2600',
    RemoteIPRanges: ranges,
    ...more,
  });
  return bench;
}

async function groups(bench: AdminBench): Promise<string> {
  return shown(
    (await bench.ok('Get-ReceiveConnector', { Identity: 'Relay' })).objects[0],
    'PermissionGroups',
  );
}

describe('Add-ADPermission', () => {
  it('§6.2: one row a right, in the schema’s casing, by name or display name', async () => {
    const bench = await benchWith();
    const { objects } = await bench.ok('Add-ADPermission', {
      ...RELAY,
      ExtendedRights: ['MS-EXCH-SMTP-SUBMIT', 'Submit Messages to any Recipient', 'ms-Exch-Bypass-Anti-Spam'],
    });
    assert.deepEqual(
      objects.map((row) => [
        shown(row, 'User'),
        shown(row, 'ExtendedRights'),
        shown(row, 'Deny'),
        shown(row, 'IsInherited'),
      ]),
      ['ms-Exch-SMTP-Submit', ANY_RECIPIENT, 'ms-Exch-Bypass-Anti-Spam'].map((right) => [
        ANONYMOUS,
        right,
        'False',
        'False',
      ]),
    );
    assert.equal(await groups(bench), 'Custom');
    assert.equal(shown(objects[0], 'AccessRights'), 'ExtendedRight');
  });

  it('E24: unknown principals and rights', async () => {
    const bench = await benchWith();
    assert.equal(
      await bench.fails('Add-ADPermission', { ...RELAY, User: 'Nobody' }),
      'E24: User or group "Nobody" wasn\'t found.',
    );
    assert.equal(
      await bench.fails('Add-ADPermission', { ...RELAY, ExtendedRights: 's-Exch-SMTP-Accept-Any-Recipient' }),
      'E24: Extended right "s-Exch-SMTP-Accept-Any-Recipient" wasn\'t found.',
    );
  });

  it('§3.1: a principal may be given by its SID', async () => {
    const bench = await benchWith();
    const { objects } = await bench.ok('Add-ADPermission', { ...RELAY, User: 's-1-5-7' });
    assert.equal(shown(objects[0], 'User'), ANONYMOUS);
  });

  it('an entry that is there is a warning and no duplicate', async () => {
    const bench = await benchWith();
    await bench.ok('Add-ADPermission', RELAY);
    const before = bench.store.current;
    const again = await bench.ok('Add-ADPermission', RELAY);
    assert.match(
      again.warnings.join(),
      /already present on the object "EX1\\Relay" for account "NT AUTHORITY\\ANONYMOUS LOGON"/,
    );
    assert.equal(bench.store.current, before);
  });

  it('§5.4, E18: the relay right for anonymous sessions on an externally secured connector', async () => {
    const bench = await benchWith();
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Relay',
      AuthMechanism: 'ExternalAuthoritative',
      PermissionGroups: 'ExchangeServers',
    });
    assert.equal(
      await bench.fails('Add-ADPermission', RELAY),
      'E18: A Receive connector can be anonymous or externally secured, not both.',
    );
  });

  it('parameters that need others say so', async () => {
    const bench = await benchWith();
    const rest = { Identity: 'Relay', User: ANONYMOUS };
    assert.match(await bench.fails('Add-ADPermission', rest), /^E06: .*ExtendedRights/);
    assert.match(
      await bench.fails('Add-ADPermission', { ...rest, AccessRights: 'ReadProperty', ChildObjectTypes: 'x' }),
      /ChildObjectTypes/,
    );
    assert.match(
      await bench.fails('Add-ADPermission', { ...rest, AccessRights: 'CreateChild', Properties: 'x' }),
      /Properties/,
    );
    assert.match(
      await bench.fails('Add-ADPermission', { ...RELAY, InheritedObjectType: 'x' }),
      /InheritedObjectType .* isn't supported/,
    );
    assert.match(
      await bench.fails('Add-ADPermission', { Identity: 'Relay', User: ANONYMOUS, Owner: ANONYMOUS }),
      /^E02: /,
    );
  });

  it('general access rights are kept, shown, and said to have no effect', async () => {
    const bench = await benchWith();
    const result = await bench.ok('Add-ADPermission', {
      Identity: 'Relay',
      User: ANONYMOUS,
      AccessRights: 'GenericAll',
    });
    assert.match(result.warnings.join(), /no effect/);
    assert.equal(shown(result.objects[0], 'AccessRights'), 'GenericAll');
    assert.equal(await groups(bench), 'None');
  });

  it('the owner is set and shown', async () => {
    const bench = await benchWith();
    await bench.ok('Add-ADPermission', { Identity: 'Relay', Owner: 'Exchange Servers' });
    const { objects } = await bench.ok('Get-ADPermission', { Identity: 'Relay', Owner: true });
    assert.equal(shown(objects[0], 'Owner'), 'CONTOSO\\Exchange Servers');
  });

  it('the action text names object, user and right', async () => {
    const bench = await benchWith();
    const { action } = await bench.whatIf('Add-ADPermission', RELAY);
    assert.equal(
      action,
      `Adding Active Directory permission "EX1\\Relay" for user "${ANONYMOUS}" with access rights "'${ANY_RECIPIENT}'".`,
    );
  });
});

describe('Get-ADPermission', () => {
  it('§6.2: two inherited rows follow the explicit ones', async () => {
    const bench = await benchWith();
    await bench.ok('Add-ADPermission', RELAY);
    const { objects } = await bench.ok('Get-ADPermission', { Identity: 'EX1\\Relay' });
    assert.deepEqual(
      objects.map(
        (row) => `${shown(row, 'User')} ${shown(row, 'AccessRights')} ${shown(row, 'IsInherited')}`,
      ),
      [
        `${ANONYMOUS} ExtendedRight False`,
        'CONTOSO\\Organization Management GenericAll True',
        'NT AUTHORITY\\Authenticated Users GenericRead True',
      ],
    );
  });

  it('§6.2: the properties of a row', async () => {
    const bench = await benchWith();
    const { objects } = await bench.ok('Add-ADPermission', RELAY);
    const [row] = objects;
    assert.ok(isObject(row));
    assert.equal(row.type, 'ADPermission');
    assert.equal(
      row.properties.map(([name]) => name).join(),
      'AccessRights,ExtendedRights,ChildObjectTypes,InheritedObjectType,Properties,InheritanceType,User,Identity,Deny,IsInherited,IsValid,ObjectState',
    );
  });

  it('E24: a user that is not known', async () => {
    const bench = await benchWith();
    assert.match(await bench.fails('Get-ADPermission', { Identity: 'Relay', User: 'Nobody' }), /^E24: /);
  });
});

describe('Remove-ADPermission', () => {
  it('O5: one right of a group can be taken away; the group then shows as Custom', async () => {
    const bench = await benchWith('192.168.5.10', { PermissionGroups: 'AnonymousUsers' });
    await bench.ok('Remove-ADPermission', { ...RELAY, ExtendedRights: 'ms-Exch-SMTP-Accept-Any-Sender' });
    assert.equal(await groups(bench), 'Custom');
  });

  it('O5: also on an externally secured connector, which can still be changed afterwards', async () => {
    const bench = await benchWith();
    const secured = { AuthMechanism: 'ExternalAuthoritative', PermissionGroups: 'ExchangeServers' };
    await bench.ok('Set-ReceiveConnector', { Identity: 'Relay', ...secured });
    await bench.ok('Remove-ADPermission', {
      Identity: 'Relay',
      User: 'MS Exchange\\Externally Secured Servers',
      ExtendedRights: 'ms-Exch-Bypass-Anti-Spam',
    });
    await bench.ok('Set-ReceiveConnector', { Identity: 'Relay', Comment: 'scanned' });
  });

  it('an entry that is not there is a warning', async () => {
    const bench = await benchWith();
    const result = await bench.ok('Remove-ADPermission', RELAY);
    assert.match(result.warnings.join(), /because the ACE isn't present/);
  });

  it('-Deny removes the denial and leaves the grant', async () => {
    const bench = await benchWith();
    await bench.ok('Add-ADPermission', RELAY);
    await bench.ok('Add-ADPermission', { ...RELAY, Deny: true });
    await bench.ok('Remove-ADPermission', { ...RELAY, Deny: true });
    const { objects } = await bench.ok('Get-ADPermission', { Identity: 'Relay', User: ANONYMOUS });
    assert.deepEqual(
      objects.map((row) => shown(row, 'Deny')),
      ['False'],
    );
  });

  it('an object of Get-ADPermission says all that is needed', async () => {
    const bench = await benchWith();
    await bench.ok('Add-ADPermission', RELAY);
    const { objects } = await bench.ok('Get-ADPermission', { Identity: 'Relay', User: ANONYMOUS });
    await bench.ok('Remove-ADPermission', { Instance: objects[0] ?? null });
    assert.equal(
      (await bench.ok('Get-ADPermission', { Identity: 'Relay', User: ANONYMOUS })).objects.length,
      0,
    );
  });

  it('W13: the confirmation names what is removed', async () => {
    const bench = await benchWith();
    const { action } = await bench.whatIf('Remove-ADPermission', RELAY);
    assert.equal(
      action,
      `Removing Active Directory permission "EX1\\Relay" for user "${ANONYMOUS}" with access rights "'${ANY_RECIPIENT}'".`,
    );
  });
});

describe('the open-relay guard, on every path', () => {
  const everywhere = '0.0.0.0-255.255.255.255';
  const secured = { AuthMechanism: 'ExternalAuthoritative', PermissionGroups: 'ExchangeServers' };

  it('New-ReceiveConnector as an externally secured connector for everybody', async () => {
    const bench = createAdminBench();
    const wide = {
      Name: 'Wide',
      TransportRole: 'Frontend',
      Bindings: '0.0.0.0:2600',
      RemoteIPRanges: everywhere,
    };
    assert.match(await bench.fails('New-ReceiveConnector', { ...wide, ...secured }), /^OpenRelay: /);
  });

  it('Add-ADPermission on a connector for everybody, and on one made at installation', async () => {
    const bench = await benchWith(everywhere);
    assert.match(await bench.fails('Add-ADPermission', RELAY), /^OpenRelay: /);
    const frontend = { ...RELAY, Identity: 'Default Frontend EX1' };
    assert.match(await bench.fails('Add-ADPermission', frontend), /^OpenRelay: .*made at installation/);
    assert.match(await bench.fails('Add-ADPermission', { ...RELAY, User: 'Everyone' }), /^OpenRelay: /);
  });

  it('Set-ReceiveConnector of ranges, one half being as good as all', async () => {
    const bench = await benchWith();
    await bench.ok('Add-ADPermission', RELAY);
    for (const ranges of [everywhere, ['0.0.0.0-127.255.255.255'], ['0.0.0.0/2', '64.0.0.0/2'], '::/1']) {
      assert.match(
        await bench.fails('Set-ReceiveConnector', { Identity: 'Relay', RemoteIPRanges: ranges }),
        /^OpenRelay: /,
      );
    }
    const added: Value = { $: 'table', entries: [['Add', everywhere]] };
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Identity: 'Relay', RemoteIPRanges: added }),
      /^OpenRelay: /,
    );
    await bench.ok('Set-ReceiveConnector', { Identity: 'Relay', RemoteIPRanges: '0.0.0.0/2' });
  });

  it('Set-ReceiveConnector of groups and mechanism', async () => {
    const bench = await benchWith(everywhere);
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Identity: 'Relay', ...secured }),
      /^OpenRelay: /,
    );
    const own = { Identity: 'Outbound Proxy Frontend EX1', ...secured };
    assert.match(await bench.fails('Set-ReceiveConnector', own), /^OpenRelay: /);
  });

  it('Remove-ADPermission of the denial that kept it shut', async () => {
    const bench = await benchWith(everywhere);
    await bench.ok('Add-ADPermission', { ...RELAY, Deny: true });
    await bench.ok('Add-ADPermission', RELAY);
    assert.match(await bench.fails('Remove-ADPermission', { ...RELAY, Deny: true }), /^OpenRelay: /);
  });

  it('-WhatIf says so too', async () => {
    const bench = await benchWith(everywhere);
    assert.equal((await bench.whatIf('Add-ADPermission', RELAY)).error?.id, 'OpenRelay');
  });

  it('the override lets it pass with a warning, and cannot be taken back while it is used', async () => {
    const bench = await benchWith(everywhere);
    const opened = await bench.ok('Set-TransportConfig', { AllowOpenRelay: true });
    assert.match(opened.warnings.join(), /guard is off/);
    await bench.ok('Add-ADPermission', RELAY);
    assert.match(await bench.fails('Set-TransportConfig', { AllowOpenRelay: false }), /^OpenRelay: /);
    await bench.ok('Remove-ReceiveConnector', { Identity: 'Relay' });
    await bench.ok('Set-TransportConfig', { AllowOpenRelay: false });
  });
});
