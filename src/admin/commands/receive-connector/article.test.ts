import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';
import { RELAY, show, withRelay } from './testing/relay-bench.ts';

const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
const SECURED = 'MS Exchange\\Externally Secured Servers';
const ANY_RECIPIENT = 'ms-Exch-SMTP-Accept-Any-Recipient';
const FIRST_SENTENCE =
  'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector';

async function rightsOf(
  bench: AdminBench,
  user: string,
  identity = 'Anonymous Relay',
): Promise<readonly string[]> {
  const { objects } = await bench.ok('Get-ADPermission', { Identity: identity, User: user });
  return objects
    .filter((row) => shown(row, 'Deny') === 'False' && shown(row, 'IsInherited') === 'False')
    .map((row) => shown(row, 'ExtendedRights'));
}

async function methodOne(bench: AdminBench): Promise<void> {
  await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', PermissionGroups: 'AnonymousUsers' });
  await bench.ok('Add-ADPermission', {
    Identity: 'Anonymous Relay',
    User: ANONYMOUS,
    ExtendedRights: 'Ms-Exch-SMTP-Accept-Any-Recipient',
  });
}

const METHOD_TWO = {
  Identity: 'Anonymous Relay',
  AuthMechanism: 'ExternalAuthoritative',
  PermissionGroups: 'ExchangeServers',
};

describe('the article, method by method', () => {
  it('V1: the new connector shows what it was made with', async () => {
    const bench = await withRelay();
    assert.equal(await show(bench, 'Enabled'), 'True');
    assert.equal(await show(bench, 'TransportRole'), 'FrontendTransport');
    assert.equal(await show(bench, 'Bindings'), '0.0.0.0:25');
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.10,192.168.5.11');
    assert.equal(await show(bench, 'AuthMechanism'), 'Tls');
    assert.equal(await show(bench, 'PermissionGroups'), 'None');
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), []);
  });

  it('V2, V4, V27: method 1 gives five rows in the order of the reference, and Custom', async () => {
    const bench = await withRelay();
    await methodOne(bench);
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), [
      'ms-Exch-SMTP-Submit',
      'ms-Exch-SMTP-Accept-Any-Sender',
      ANY_RECIPIENT,
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-Accept-Headers-Routing',
    ]);
    assert.deepEqual(await rightsOf(bench, SECURED), []);
    assert.equal(await show(bench, 'PermissionGroups'), 'AnonymousUsers, Custom');
    assert.equal(await show(bench, 'AuthMechanism'), 'Tls');
  });

  it('V3, V5: method 2 gives nine rows to Externally Secured Servers and none to anonymous sessions', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', METHOD_TWO);
    assert.deepEqual(await rightsOf(bench, SECURED), [
      'ms-Exch-Accept-Headers-Routing',
      'ms-Exch-Bypass-Anti-Spam',
      'ms-Exch-Bypass-Message-Size-Limit',
      ANY_RECIPIENT,
      'ms-Exch-SMTP-Accept-Any-Sender',
      'ms-Exch-SMTP-Accept-Authentication-Flag',
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-SMTP-Accept-Exch50',
      'ms-Exch-SMTP-Submit',
    ]);
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), []);
    assert.equal(await show(bench, 'PermissionGroups'), 'ExchangeServers');
    assert.equal(await show(bench, 'AuthMechanism'), 'ExternalAuthoritative');
  });

  it('§5.4: from method 1 to 2 the relay right stays behind with a warning, and back again it counts', async () => {
    const bench = await withRelay();
    await methodOne(bench);
    const there = await bench.ok('Set-ReceiveConnector', METHOD_TWO);
    assert.match(there.warnings.join('\n'), /no effect.*Remove-ADPermission "EX1\\Anonymous Relay"/);
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), [ANY_RECIPIENT]);
    assert.equal(await show(bench, 'PermissionGroups'), 'ExchangeServers, Custom');
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      AuthMechanism: 'Tls',
      PermissionGroups: 'AnonymousUsers',
    });
    assert.equal((await rightsOf(bench, ANONYMOUS)).length, 5);
    assert.deepEqual(await rightsOf(bench, SECURED), []);
  });

  it('A10: removing the relay right gives AnonymousUsers back', async () => {
    const bench = await withRelay();
    await methodOne(bench);
    await bench.ok('Remove-ADPermission', {
      Identity: 'EX1\\Anonymous Relay',
      User: ANONYMOUS,
      ExtendedRights: ANY_RECIPIENT,
    });
    assert.equal(await show(bench, 'PermissionGroups'), 'AnonymousUsers');
  });

  it('V26: an anonymous and externally secured connector is E18', async () => {
    const bench = await withRelay();
    const both = { ...METHOD_TWO, PermissionGroups: ['AnonymousUsers', 'ExchangeServers'] };
    assert.equal(
      await bench.fails('Set-ReceiveConnector', both),
      'E18: A Receive connector can be anonymous or externally secured, not both.',
    );
  });

  it('V28: a range with host bits set is accepted as typed', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', { ...RELAY, RemoteIPRanges: '192.168.5.1/24' });
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.1/24');
  });

  it('V29: without Bindings it is E01 naming them', async () => {
    const { Bindings: _, ...rest } = RELAY;
    assert.equal(
      await createAdminBench().fails('New-ReceiveConnector', rest),
      'E01: Cannot process command because of one or more missing mandatory parameters: Bindings.',
    );
  });

  it('V30: the same command twice is E20, under another name E10', async () => {
    const bench = await withRelay();
    assert.equal(
      await bench.fails('New-ReceiveConnector', RELAY),
      'E20: The name "Anonymous Relay" is already used by another Receive connector on server EX1.',
    );
    assert.equal(
      await bench.fails('New-ReceiveConnector', { ...RELAY, Name: 'Other' }),
      `E10: ${FIRST_SENTENCE} "EX1\\Anonymous Relay". Receive connectors must have a unique combination of a local IP address & port bindings and remote IP address ranges. Change at least one of these values.`,
    );
  });

  it('V31: in the other role it is E11', async () => {
    assert.equal(
      await createAdminBench().fails('New-ReceiveConnector', { ...RELAY, TransportRole: 'HubTransport' }),
      `E11: ${FIRST_SENTENCE} "EX1\\Default Frontend EX1". Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.`,
    );
  });
});
