import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TrackingEvent } from '../../../transport/events.ts';
import type { Value } from '../../contract/values.ts';
import { createAdminBench, isObject, shown } from '../../testing/admin-bench.ts';

type Parameters = Readonly<Record<string, Value>>;

describe('transport configuration', () => {
  it('B11, B13: limits of the organization', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TransportConfig', {
      MaxSendSize: '25MB',
      MaxReceiveSize: '25 MB (26,214,400 bytes)',
      MaxRecipientEnvelopeLimit: 'Unlimited',
    });
    const [config] = (await bench.ok('Get-TransportConfig')).objects;
    assert.equal(shown(config, 'MaxSendSize'), '25 MB (26,214,400 bytes)');
    assert.equal(shown(config, 'MaxReceiveSize'), '25 MB (26,214,400 bytes)');
    assert.equal(shown(config, 'MaxRecipientEnvelopeLimit'), 'Unlimited');
    assert.match(await bench.fails('Set-TransportConfig', { MaxSendSize: '3GB' }), /^E09: .*MaxSendSize/);
  });

  it('mail-flow.md §5.2: settings for reports, one set for each side', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TransportConfig', {
      ExternalDsnDefaultLanguage: 'ja-JP',
      ExternalDsnMaxMessageAttachSize: '0B',
      InternalDelayDsnEnabled: false,
      InternalDsnReportingAuthority: 'contoso.com',
      GenerateCopyOfDSNFor: { $: 'table', entries: [['Remove', ['5.4.8', '5.2.0']]] },
    });
    const [config] = (await bench.ok('Get-TransportConfig')).objects;
    assert.equal(shown(config, 'ExternalDsnDefaultLanguage'), 'ja-JP');
    assert.equal(shown(config, 'InternalDsnDefaultLanguage'), '');
    assert.equal(shown(config, 'ExternalDsnMaxMessageAttachSize'), '0 B (0 bytes)');
    assert.equal(shown(config, 'InternalDelayDsnEnabled'), 'False');
    assert.equal(shown(config, 'ExternalDelayDsnEnabled'), 'True');
    assert.equal(shown(config, 'InternalDsnReportingAuthority'), 'contoso.com');
    assert.equal(shown(config, 'GenerateCopyOfDSNFor'), '5.4.6,5.4.4,5.2.4,5.1.4');
    for (const [parameter, value, id] of [
      ['ExternalDsnDefaultLanguage', 'xx', 'E09'],
      ['InternalDsnReportingAuthority', 'not a domain', 'E07'],
      ['GenerateCopyOfDSNFor', ['5.4'], 'E09'],
    ] as const) {
      assert.match(await bench.fails('Set-TransportConfig', { [parameter]: value }), new RegExp(`^${id}: `));
    }
  });

  it('what has no effect is kept, shown and compared', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TransportConfig', {
      InternalSMTPServers: ['10.0.0.1'],
      MaxDumpsterTime: '7.00:00:00',
    });
    await bench.ok('Set-TransportConfig', {
      InternalSMTPServers: { $: 'table', entries: [['Add', '10.0.0.2']] },
    });
    const [config] = (await bench.ok('Get-TransportConfig')).objects;
    assert.equal(shown(config, 'InternalSMTPServers'), '10.0.0.1,10.0.0.2');
    assert.equal(shown(config, 'MaxDumpsterTime'), '7.00:00:00');
    const again = await bench.ok('Set-TransportConfig', { MaxDumpsterTime: '7.00:00:00' });
    assert.match(again.warnings.join(), /no settings of 'Transport Settings'/);
  });

  it('properties come by name, then the common end', async () => {
    const [config] = (await createAdminBench().ok('Get-TransportConfig')).objects;
    assert.ok(isObject(config));
    const all = config.properties.map(([name]) => name);
    const settings = all.slice(0, all.indexOf('Name'));
    assert.deepEqual(
      settings,
      settings.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
    assert.deepEqual(all.slice(all.indexOf('Name')), [
      'Name',
      'DistinguishedName',
      'Identity',
      'OriginatingServer',
      'IsValid',
      'ObjectState',
    ]);
  });
});

describe('transport service, mail-flow.md §4.10', () => {
  it('B14: retries, DNS servers and log settings', async () => {
    const bench = createAdminBench();
    const settings: Parameters = {
      TransientFailureRetryCount: 3,
      TransientFailureRetryInterval: '00:01:00',
      OutboundConnectionFailureRetryInterval: '00:02:00',
      MessageExpirationTimeout: '1.00:00:00',
      MaxOutboundConnections: 'Unlimited',
      ReceiveProtocolLogMaxAge: '45.00:00:00',
      ReceiveProtocolLogMaxDirectorySize: '5GB',
    };
    const dns = { ExternalDNSServers: ['192.0.2.1', '192.0.2.2:5353', '[2001:db8::1]:53'] };
    await bench.ok('Set-TransportService', { Identity: 'EX1', ...settings, ...dns });
    const [service] = (await bench.ok('Get-TransportService')).objects;
    const expected = { ...settings, ReceiveProtocolLogMaxDirectorySize: '5 GB (5,368,709,120 bytes)' };
    for (const [name, value] of Object.entries(expected))
      assert.equal(shown(service, name), String(value), name);
    assert.equal(shown(service, 'ExternalDNSServers'), dns.ExternalDNSServers.join());
  });

  it('§3.3: DNS servers are asked only while the adapter is not enabled, and the command says so', async () => {
    const bench = createAdminBench();
    const set = (parameters: Parameters): ReturnType<typeof bench.ok> =>
      bench.ok('Set-TransportService', { Identity: 'EX1', ...parameters });
    const unused = await set({ InternalDNSServers: '192.0.2.1' });
    assert.match(unused.warnings.join(), /InternalDNSServers isn't used while InternalDNSAdapterEnabled/);
    const used = await set({
      InternalDNSAdapterEnabled: false,
      InternalDNSProtocolOption: 'UseTcpOnly',
      ExternalIPAddress: '198.51.100.7',
    });
    assert.deepEqual(used.warnings, []);
    const { transportService } = bench.store.current;
    assert.equal(transportService.internalDnsAdapterEnabled, false);
    assert.equal(transportService.internalDnsProtocolOption, 'UseTcpOnly');
    assert.equal(transportService.externalIPAddress, '198.51.100.7');
    const [service] = (await bench.ok('Get-TransportService')).objects;
    assert.equal(shown(service, 'ExternalIPAddress'), '198.51.100.7');
    assert.equal(shown(service, 'InternalDNSProtocolOption'), 'UseTcpOnly');
    await set({ ExternalIPAddress: null });
    assert.equal(bench.store.current.transportService.externalIPAddress, null);
  });

  it('folders that files are submitted from: set, warned of, shown and taken away', async () => {
    const bench = createAdminBench();
    const set = (parameters: Parameters): ReturnType<typeof bench.ok> =>
      bench.ok('Set-TransportService', { Identity: 'EX1', ...parameters });
    const { warnings } = await set({
      ReplayDirectoryPath: '/srv/replay/',
      PickupDirectoryMaxHeaderSize: '1MB',
    });
    assert.match(warnings.join(), /can send mail to anybody.*ReplayDirectoryPath/);
    const [service] = (await bench.ok('Get-TransportService')).objects;
    assert.equal(shown(service, 'PickupDirectoryPath'), 'TransportRoles/Pickup');
    assert.equal(shown(service, 'ReplayDirectoryPath'), '/srv/replay');
    assert.match(shown(service, 'PickupDirectoryMaxHeaderSize'), /^1 MB/);
    assert.deepEqual((await set({ PickupDirectoryPath: null, ReplayDirectoryPath: null })).warnings, []);
    assert.equal(bench.store.current.transportService.pickupDirectoryPath, null);
  });

  it('ranges and what settings ask of one another', async () => {
    const bench = createAdminBench();
    const rows: readonly (readonly [Parameters, RegExp])[] = [
      [
        { TransientFailureRetryCount: 16 },
        /^E09: The value 16 of TransientFailureRetryCount is out of range\. Valid values are 0 to 15\./,
      ],
      [{ MessageRetryInterval: '00:00:00' }, /^E09: .*00:00:01 to 1\.00:00:00/],
      [{ MaxOutboundConnections: 10 }, /MaxPerDomainOutboundConnections must not be greater/],
      [{ DelayNotificationTimeout: '00:30:00' }, /DelayNotificationTimeout must be greater/],
      [{ InternalDNSServers: 'dns.contoso.com' }, /not an address/],
      [{ ExternalIPAddress: 'mail.contoso.com' }, /not an IP address/],
      [{ PickupDirectoryPath: 'drop' }, /^E06: .*neither an absolute path nor one that begins with/],
      [{ PickupDirectoryPath: '/srv/../etc' }, /^E06: /],
      [{ PickupDirectoryPath: '/' }, /^E06: /],
      [{ ReplayDirectoryPath: 'TransportRoles/Pickup/Replay' }, /^E06: .*must not be, hold or lie in/],
      [{ PickupDirectoryMaxHeaderSize: '16KB' }, /^E09: .*32 KB .* to 2 GB/],
      [{ PickupDirectoryMaxMessagesPerMinute: 0 }, /^E09: .*1 to 20000/],
      [{ PickupDirectoryMaxRecipientsPerMessage: 10_001 }, /^E09: .*1 to 10000/],
    ];
    for (const [parameters, expected] of rows) {
      assert.match(await bench.fails('Set-TransportService', { Identity: 'EX1', ...parameters }), expected);
    }
    assert.match(
      await bench.fails('Set-TransportService', { Identity: 'EX2', MaxOutboundConnections: 99 }),
      /^E22: /,
    );
  });
});

describe('sender and recipient filter', () => {
  it('blocked senders and domains are edited and checked', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-SenderFilterConfig', {
      BlockedSenders: 'Spam@Fabrikam.com',
      BlockedDomainsAndSubdomains: ['bad.example'],
      BlankSenderBlockingEnabled: true,
      Action: 'StampStatus',
    });
    const table: Value = {
      $: 'table',
      entries: [
        ['Add', 'b@c.example'],
        ['Remove', 'SPAM@fabrikam.com'],
      ],
    };
    await bench.ok('Set-SenderFilterConfig', { BlockedSenders: table });
    const [config] = (await bench.ok('Get-SenderFilterConfig')).objects;
    assert.equal(shown(config, 'BlockedSenders'), 'b@c.example');
    assert.equal(shown(config, 'Action'), 'StampStatus');
    assert.match(await bench.fails('Set-SenderFilterConfig', { BlockedDomains: '*.x' }), /^E07: /);
    assert.match(await bench.fails('Set-SenderFilterConfig', { BlockedSenders: 'nobody' }), /^E07: /);
  });

  it('E1: recipient validation acts, the rest is stored with a warning', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-RecipientFilterConfig', { RecipientValidationEnabled: true });
    const stored = await bench.ok('Set-RecipientFilterConfig', {
      BlockedRecipients: { $: 'table', entries: [['Add', 'a@b.example']] },
    });
    assert.match(stored.warnings.join(), /stored/);
    const [config] = (await bench.ok('Get-RecipientFilterConfig')).objects;
    assert.equal(shown(config, 'RecipientValidationEnabled'), 'True');
    assert.equal(shown(config, 'BlockedRecipients'), 'a@b.example');
  });
});

describe('Get-MessageTrackingLog', () => {
  const event: TrackingEvent = {
    at: Date.UTC(2026, 2, 2, 9),
    eventId: 'RECEIVE',
    source: 'SMTP',
    clientIp: '192.168.5.10',
    clientHostname: 'printer',
    serverIp: '10.1.1.1',
    serverHostname: 'EX1',
    sourceContext: '',
    connectorId: 'EX1\\Anonymous Relay',
    internalMessageId: 12,
    messageId: '<a@b>',
    networkMessageId: 'n',
    recipients: ['kate@fabrikam.com'],
    recipientStatus: [],
    totalBytes: 100,
    relatedRecipientAddress: '',
    reference: '',
    messageSubject: 'Test',
    sender: 'chris@contoso.com',
    returnPath: '<>',
    messageInfo: '',
    directionality: 'Incoming',
    customData: '',
  };

  it('asks the reader what was asked, and shows events under their names', async () => {
    const bench = createAdminBench();
    bench.tracking.events = [event];
    const { objects } = await bench.ok('Get-MessageTrackingLog', {
      EventId: 'receive',
      Recipients: ['kate@fabrikam.com'],
      Start: '2026-03-01T00:00:00Z',
      InternalMessageId: '12',
      ResultSize: 'Unlimited',
    });
    assert.deepEqual(bench.tracking.asked, {
      start: Date.UTC(2026, 2, 1),
      eventId: 'RECEIVE',
      recipients: ['kate@fabrikam.com'],
      internalMessageId: 12,
      limit: null,
    });
    assert.equal(shown(objects[0], 'ConnectorId'), 'EX1\\Anonymous Relay');
    assert.equal(shown(objects[0], 'Recipients'), 'kate@fabrikam.com');
  });

  it('mail-flow.md §6.6: every parameter of Exchange reaches the reader', async () => {
    const bench = createAdminBench();
    await bench.ok('Get-MessageTrackingLog', {
      Start: '2026-03-01T00:00:00Z',
      End: '2026-03-02T00:00:00Z',
      EventId: 'Fail',
      InternalMessageId: '12',
      MessageId: '<a@b>',
      MessageSubject: 'Test',
      NetworkMessageId: 'n',
      Recipients: ['kate@fabrikam.com', 'joe@fabrikam.com'],
      Reference: '<r@b>',
      Sender: 'chris@contoso.com',
      Server: 'EX1',
      Source: 'smtp',
      TransportTrafficType: 'Email',
    });
    assert.deepEqual(bench.tracking.asked, {
      start: Date.UTC(2026, 2, 1),
      end: Date.UTC(2026, 2, 2),
      eventId: 'FAIL',
      internalMessageId: 12,
      messageId: '<a@b>',
      messageSubject: 'Test',
      networkMessageId: 'n',
      recipients: ['kate@fabrikam.com', 'joe@fabrikam.com'],
      reference: '<r@b>',
      sender: 'chris@contoso.com',
      source: 'SMTP',
      limit: 1001,
    });
  });

  it('mail-flow.md §6.6, F23: three fields have other names in the objects', async () => {
    const bench = createAdminBench();
    bench.tracking.events = [event];
    const [first] = (await bench.ok('Get-MessageTrackingLog')).objects;
    const names = isObject(first) ? first.properties.map(([name]) => name) : [];
    assert.deepEqual(
      ['Timestamp', 'Recipients', 'Sender'].filter((name) => !names.includes(name)),
      [],
    );
    assert.deepEqual(
      ['DateTime', 'RecipientAddress', 'SenderAddress'].filter((name) => names.includes(name)),
      [],
    );
    for (const name of ['ClientIp', 'SourceContext', 'NetworkMessageId', 'ReturnPath', 'OriginalClientIp'])
      assert.ok(names.includes(name), name);
  });

  it('more than ResultSize: the first ones and a warning', async () => {
    const bench = createAdminBench();
    bench.tracking.events = [event, event, event];
    const result = await bench.ok('Get-MessageTrackingLog', { ResultSize: 2 });
    assert.equal(result.objects.length, 2);
    assert.match(result.warnings.join(), /more than 2 events/);
    assert.match(await bench.fails('Get-MessageTrackingLog', { Server: 'EX2' }), /^E22: /);
    assert.match(await bench.fails('Get-MessageTrackingLog', { Start: 'soon' }), /^E03: /);
  });
});

describe('Get-ExchangeServer', () => {
  it('B19: one row with the version', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('Get-ExchangeServer');
    assert.equal(objects.length, 1);
    assert.equal(shown(objects[0], 'AdminDisplayVersion'), 'Version 0.1 (Build 0.0)');
    assert.equal((await bench.ok('Get-ExchangeServer', { Identity: 'EX*' })).objects.length, 1);
    assert.match(await bench.fails('Get-ExchangeServer', { Identity: 'EX2' }), /^E22: /);
  });
});
