import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textOfValue } from '../../contract/value-text.ts';
import type { Value } from '../../contract/values.ts';
import { shown } from '../../testing/admin-bench.ts';
import { type Parameters, RELAY, show, withRelay } from './testing/relay-bench.ts';

describe('Set-ReceiveConnector', () => {
  const edit = (entries: readonly (readonly [string, Value])[]): Parameters => ({
    Identity: 'Anonymous Relay',
    RemoteIPRanges: { $: 'table', entries },
  });

  it('A11, A12: @{Add;Remove} edits a list in place', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', edit([['Add', ['192.168.5.20', '10.20.0.0/16']]]));
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.10,192.168.5.11,192.168.5.20,10.20.0.0/16');
    await bench.ok(
      'Set-ReceiveConnector',
      edit([
        ['add', '192.168.6.1-192.168.6.9'],
        ['REMOVE', '192.168.5.11'],
      ]),
    );
    assert.equal(
      await show(bench, 'RemoteIPRanges'),
      '192.168.5.10,192.168.5.20,10.20.0.0/16,192.168.6.1-192.168.6.9',
    );
  });

  it('§5.4: adding what is there and removing what is not changes nothing, with a warning', async () => {
    const bench = await withRelay();
    const before = bench.store.current;
    const result = await bench.ok(
      'Set-ReceiveConnector',
      edit([
        ['Add', '192.168.5.10'],
        ['Remove', '10.9.9.9'],
      ]),
    );
    assert.equal(bench.store.current, before);
    assert.deepEqual(result.warnings, [
      "The command completed successfully but no settings of 'EX1\\Anonymous Relay' have been modified.",
    ]);
  });

  it('A13: the list of an object can be given back with one more item', async () => {
    const bench = await withRelay();
    const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: 'Anonymous Relay' });
    const ranges = shown(objects[0], 'RemoteIPRanges').split(',');
    await bench.ok('Set-ReceiveConnector', {
      Identity: objects[0] ?? null,
      RemoteIPRanges: { $: 'list', items: [...ranges, '192.168.7.7'] },
    });
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.10,192.168.5.11,192.168.7.7');
  });

  it('§1.1: name, Server\\Name, GUID and distinguished name identify a connector', async () => {
    const bench = await withRelay();
    const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: 'Anonymous Relay' });
    const identities = [
      'anonymous relay',
      'ex1\\ANONYMOUS RELAY',
      shown(objects[0], 'Guid'),
      shown(objects[0], 'DistinguishedName'),
    ];
    for (const [index, Identity] of identities.entries()) {
      await bench.ok('Set-ReceiveConnector', { Identity, MaxHopCount: 40 + index });
      assert.equal(await show(bench, 'MaxHopCount'), String(40 + index));
    }
  });

  it('A24: banner, time span and Unlimited are kept and shown', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'EX1\\Default Frontend EX1',
      Banner: '220 mail.contoso.com ready',
      ConnectionTimeout: '00:15:00',
      MaxInboundConnectionPerSource: 'unlimited',
      MaxMessageSize: '50MB',
    });
    const values = await Promise.all(
      ['Banner', 'ConnectionTimeout', 'MaxInboundConnectionPerSource', 'MaxMessageSize'].map((name) =>
        show(bench, name, 'EX1\\Default Frontend EX1'),
      ),
    );
    assert.deepEqual(values, [
      '220 mail.contoso.com ready',
      '00:15:00',
      'Unlimited',
      '50 MB (52,428,800 bytes)',
    ]);
  });

  it('every parameter that can be set is shown with the value that was set', async () => {
    const bench = await withRelay();
    const changes: Parameters = {
      AdvertiseClientSettings: true,
      AuthTarpitInterval: '00:00:07',
      BareLinefeedRejectionEnabled: true,
      BinaryMimeEnabled: false,
      ChunkingEnabled: false,
      Comment: 'printers',
      ConnectionInactivityTimeout: '00:02:00',
      DefaultDomain: 'contoso.com',
      DeliveryStatusNotificationEnabled: false,
      EightBitMimeEnabled: false,
      EnableAuthGSSAPI: true,
      Enabled: false,
      EnhancedStatusCodesEnabled: false,
      ExtendedProtectionPolicy: 'Allow',
      Fqdn: 'relay.contoso.com',
      MaxAcknowledgementDelay: '00:00:10',
      MaxHeaderSize: '128 KB (131,072 bytes)',
      MaxInboundConnection: 'Unlimited',
      MaxInboundConnectionPercentagePerSource: 50,
      MaxLocalHopCount: 3,
      MaxLogonFailures: 4,
      MaxProtocolErrors: 9,
      MaxRecipientsPerMessage: 77,
      MessageRateLimit: 60,
      MessageRateSource: 'User',
      OrarEnabled: true,
      PipeliningEnabled: false,
      ProtocolLoggingLevel: 'Verbose',
      RejectReservedSecondLevelRecipientDomains: true,
      RejectReservedTopLevelRecipientDomains: true,
      RejectSingleLabelRecipientDomains: true,
      RequireEHLODomain: true,
      RequireTLS: true,
      ServiceDiscoveryFqdn: 'sd.contoso.com',
      SizeEnabled: 'EnabledWithoutValue',
      SmtpUtf8Enabled: false,
      SuppressXAnonymousTls: true,
      TarpitInterval: '00:00:00',
      TlsCertificateName: '<I>CN=CA<S>CN=mail.contoso.com',
    };
    await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', ...changes });
    for (const [name, value] of Object.entries(changes)) {
      const expected = typeof value === 'boolean' ? (value ? 'True' : 'False') : textOfValue(value);
      assert.equal(await show(bench, name), expected, name);
    }
  });

  it('$null takes the default text back', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      Banner: '220 x',
      Fqdn: 'a.contoso.com',
    });
    await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', Banner: null, Fqdn: null });
    assert.equal(await show(bench, 'Banner'), '');
    assert.equal(await show(bench, 'Fqdn'), 'ex1.contoso.com');
  });

  it('E10 on every Set that touches ranges or bindings', async () => {
    const bench = await withRelay();
    await bench.ok('New-ReceiveConnector', { ...RELAY, Name: 'Second', RemoteIPRanges: '192.168.9.9' });
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Identity: 'Second', RemoteIPRanges: '192.168.5.11' }),
      /^E10: .*"EX1\\Anonymous Relay"/,
    );
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Identity: 'Second', TransportRole: 'Hub' }),
      /^E11: /,
    );
  });

  it('the action text names server and connector', async () => {
    const bench = await withRelay();
    const { action } = await bench.whatIf('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      MaxHopCount: 9,
    });
    assert.equal(action, 'Setting Receive connector "EX1\\Anonymous Relay".');
    const removal = await bench.whatIf('Remove-ReceiveConnector', { Identity: 'Anonymous Relay' });
    assert.equal(removal.action, 'Removing Receive connector "EX1\\Anonymous Relay".');
  });
});
