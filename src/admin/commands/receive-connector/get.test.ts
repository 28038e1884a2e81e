import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, isObject, shown } from '../../testing/admin-bench.ts';
import { type Parameters, withRelay } from './testing/relay-bench.ts';

const PROPERTY_ORDER =
  'AuthMechanism Banner BinaryMimeEnabled Bindings ChunkingEnabled DefaultDomain ' +
  'DeliveryStatusNotificationEnabled EightBitMimeEnabled SmtpUtf8Enabled ' +
  'BareLinefeedRejectionEnabled DomainSecureEnabled EnhancedStatusCodesEnabled LongAddressesEnabled ' +
  'OrarEnabled SuppressXAnonymousTls ProxyEnabled AdvertiseClientSettings Fqdn ServiceDiscoveryFqdn ' +
  'TlsCertificateName Comment Enabled ConnectionTimeout ConnectionInactivityTimeout ' +
  'MessageRateLimit MessageRateSource MaxInboundConnection MaxInboundConnectionPerSource ' +
  'MaxInboundConnectionPercentagePerSource MaxHeaderSize MaxHopCount MaxLocalHopCount ' +
  'MaxLogonFailures MaxMessageSize MaxProtocolErrors MaxRecipientsPerMessage PermissionGroups ' +
  'PipeliningEnabled ProtocolLoggingLevel RemoteIPRanges RequireEHLODomain RequireTLS ' +
  'EnableAuthGSSAPI ExtendedProtectionPolicy LiveCredentialEnabled TlsDomainCapabilities Server ' +
  'TransportRole RejectReservedTopLevelRecipientDomains RejectReservedSecondLevelRecipientDomains ' +
  'RejectSingleLabelRecipientDomains AcceptConsumerMail SizeEnabled TarpitInterval ' +
  'AuthTarpitInterval MaxAcknowledgementDelay AdminDisplayName ExchangeVersion Name ' +
  'DistinguishedName Identity Guid ObjectCategory ObjectClass WhenChanged WhenCreated ' +
  'WhenChangedUTC WhenCreatedUTC OrganizationId Id OriginatingServer IsValid ObjectState';

describe('Get-ReceiveConnector', () => {
  it('§1.9, shell-language.md §9.5: properties in the order of real exports', async () => {
    const bench = createAdminBench();
    const [first] = (await bench.ok('Get-ReceiveConnector', { Identity: 'Default Frontend EX1' })).objects;
    assert.ok(isObject(first));
    assert.deepEqual(
      first.properties.map(([name]) => name),
      PROPERTY_ORDER.split(' '),
    );
    assert.equal(shown(first, 'Identity'), 'EX1\\Default Frontend EX1');
    assert.equal(
      shown(first, 'RemoteIPRanges'),
      '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,0.0.0.0-255.255.255.255',
    );
    assert.equal(shown(first, 'Bindings'), '[::]:25,0.0.0.0:25');
    assert.match(
      shown(first, 'DistinguishedName'),
      /^CN=Default Frontend EX1,CN=SMTP Receive Connectors,CN=Protocols,CN=EX1,CN=Servers,CN=/,
    );
  });

  it('shows all, those of the server, and those that a wildcard matches', async () => {
    const bench = await withRelay();
    const names = async (parameters: Parameters): Promise<number> =>
      (await bench.ok('Get-ReceiveConnector', parameters)).objects.length;
    assert.equal(await names({}), 6);
    assert.equal(await names({ Identity: null }), 6);
    assert.equal(await names({ Server: 'ex1.contoso.com' }), 6);
    assert.equal(await names({ Identity: '*\\*Relay' }), 1);
    assert.equal(await names({ Identity: 'Default*' }), 2);
    assert.equal(await names({ Identity: 'Nothing*' }), 0);
    assert.match(await bench.fails('Get-ReceiveConnector', { Identity: 'EX1\\Nope' }), /^E22: .*'EX1\\Nope'/);
    assert.match(await bench.fails('Get-ReceiveConnector', { Identity: 'x', Server: 'EX1' }), /^E02: /);
  });

  it('a binding that could not be opened is a warning of its connectors', async () => {
    const bench = await withRelay();
    const binding = { family: 4, address: '0.0.0.0', port: 25 } as const;
    bench.bindings.push({ binding, realPort: 25, state: 'failed', error: 'port 25 is in use' });
    const { warnings } = await bench.ok('Get-ReceiveConnector', { Identity: 'Anonymous Relay' });
    assert.deepEqual(warnings, [
      'Receive connector "EX1\\Anonymous Relay" takes no connection on 0.0.0.0:25: port 25 is in use',
    ]);
    assert.equal(
      (await bench.ok('Get-ReceiveConnector', { Identity: 'Client Frontend EX1' })).warnings.length,
      0,
    );
    const set = await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', MaxHopCount: 31 });
    assert.equal(set.warnings.length, 1);
  });
});
