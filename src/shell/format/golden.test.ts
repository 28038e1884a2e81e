import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { bars, FakeShell, ps, stage } from '../cmdlets/testing/fake-shell.ts';
import type { PsScalar, PsValue } from '../values/value.ts';
import { PsList } from '../values/value.ts';

const MB36: PsScalar = { $: 'size', bytes: 37_748_736 };
const ANY = ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'];

function list(items: readonly PsValue[]): PsList {
  return new PsList('MultiValuedProperty', [...items]);
}

function flags(text: string): PsScalar {
  return { $: 'enum', type: 'PermissionGroups', text, value: 1 };
}

function shell(width: number): FakeShell {
  const made = new FakeShell();
  made.width = width;
  return made;
}

const RELAY = ps('ReceiveConnector', {
  Identity: 'EX01\\Anonymous Relay',
  Name: 'Anonymous Relay',
  Enabled: true,
  TransportRole: { $: 'enum', type: 'TransportRole', text: 'FrontendTransport', value: 16384 },
  Bindings: list(['0.0.0.0:25']),
  RemoteIPRanges: list(['192.168.5.10', '192.168.5.11']),
  PermissionGroups: flags('AnonymousUsers'),
  MaxMessageSize: MB36,
});

const DEFAULT_FRONTEND = ps('ReceiveConnector', {
  Identity: 'EX01\\Default Frontend EX01',
  Name: 'Default Frontend EX01',
  Enabled: true,
  Bindings: list(['[::]:25', '0.0.0.0:25']),
  RemoteIPRanges: list(ANY),
  PermissionGroups: flags('AnonymousUsers, ExchangeServers, ExchangeLegacyServers'),
  MaxMessageSize: MB36,
});

suite('shell-language §9.3: Format-List', () => {
  test("the seed article's check: two empty lines before, three after", async () => {
    const lines = await shell(119).show(
      [RELAY],
      stage('Format-List', { Property: ['Enabled', 'TransportRole', 'Bindings', 'RemoteIPRanges'] }),
    );
    assert.deepEqual(
      lines,
      bars(`
        ||
        ||
        |Enabled        : True|
        |TransportRole  : FrontendTransport|
        |Bindings       : {0.0.0.0:25}|
        |RemoteIPRanges : {192.168.5.10, 192.168.5.11}|
        ||
        ||
        ||`),
    );
  });

  test('a long word is cut, other text wraps behind a blank', async () => {
    const lines = await shell(59).show(
      [DEFAULT_FRONTEND],
      stage('Format-List', { Property: ['name', 'RemoteIPRanges', 'PermissionGroups'] }),
    );
    assert.deepEqual(
      lines,
      bars(`
        ||
        ||
        |Name             : Default Frontend EX01|
        |RemoteIPRanges   : {::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:f|
        |                   fff, 0.0.0.0-255.255.255.255}|
        |PermissionGroups : AnonymousUsers, ExchangeServers, |
        |                   ExchangeLegacyServers|
        ||
        ||
        ||`),
    );
  });

  test('after sixteen elements three dots follow directly', async () => {
    const ranges = Array.from({ length: 20 }, (_, index) => `10.0.${index}.0/24`);
    const object = ps('ReceiveConnector', { Name: 'Anonymous Relay', RemoteIPRanges: list(ranges) });
    const lines = await shell(79).show([object], stage('Format-List', { Property: ['*'] }));
    assert.deepEqual(
      lines,
      bars(`
        ||
        ||
        |Name           : Anonymous Relay|
        |RemoteIPRanges : {10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24, |
        |                 10.0.4.0/24, 10.0.5.0/24, 10.0.6.0/24, 10.0.7.0/24, |
        |                 10.0.8.0/24, 10.0.9.0/24, 10.0.10.0/24, 10.0.11.0/24, |
        |                 10.0.12.0/24, 10.0.13.0/24, 10.0.14.0/24, 10.0.15.0/24...}|
        ||
        ||
        ||`),
    );
  });

  test('one empty line between objects; a property that is missing has no line', async () => {
    const lines = await shell(79).show(
      [RELAY, ps('ReceiveConnector', { Name: 'x', Enabled: null })],
      stage('Format-List', { Property: ['TransportRole', 'Name'] }),
    );
    assert.deepEqual(
      lines,
      bars(`
        ||
        ||
        |TransportRole : FrontendTransport|
        |Name          : Anonymous Relay|
        ||
        |Name : x|
        ||
        ||
        ||`),
    );
  });

  test('-GroupBy heads each group', async () => {
    const rows = [ps('R', { A: 'x', B: 1 }), ps('R', { A: 'x', B: 2 }), ps('R', { A: 'y', B: 3 })];
    const lines = await shell(79).show(rows, stage('Format-List', { Property: ['B'], GroupBy: 'A' }));
    assert.deepEqual(
      lines,
      bars(`
        ||
        ||
        |   A: x|
        ||
        ||
        |B : 1|
        ||
        |B : 2|
        ||
        ||
        ||
        |   A: y|
        ||
        ||
        |B : 3|
        ||
        ||
        ||`),
    );
  });
});

function permission(user: string, right: string): PsValue {
  return ps('ADPermission', { User: user, ExtendedRights: list([right]), Deny: false });
}

suite('shell-language §9.4: Format-Table', () => {
  test("the seed article's check of the anonymous method", async () => {
    const rows = [
      'ms-Exch-SMTP-Submit',
      'ms-Exch-SMTP-Accept-Any-Sender',
      'ms-Exch-SMTP-Accept-Any-Recipient',
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-Accept-Headers-Routing',
    ].map((right) => permission('NT AUTHORITY\\ANONYMOUS LOGON', right));
    const expected = bars(`
      ||
      |User                         ExtendedRights                                   |
      |----                         --------------                                   |
      |NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-SMTP-Submit}                            |
      |NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-SMTP-Accept-Any-Sender}                 |
      |NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-SMTP-Accept-Any-Recipient}              |
      |NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-SMTP-Accept-Authoritative-Domain-Sender}|
      |NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-Accept-Headers-Routing}                 |
      ||
      ||`);
    for (const width of [79, 119]) {
      const lines = await shell(width).show(
        rows,
        stage('Format-Table', { Property: ['User', 'ExtendedRights'] }),
      );
      assert.deepEqual(lines, expected);
    }
  });

  test('bools are right-aligned where properties were named', async () => {
    const rows = ['Default EX01', 'Client Proxy EX01', 'Default Frontend EX01'].map((name) =>
      ps('ReceiveConnector', { Name: name, Enabled: true, MaxMessageSize: MB36 }),
    );
    const lines = await shell(119).show(
      rows,
      stage('Format-Table', { Property: ['name', 'enabled', 'maxmessagesize'] }),
    );
    assert.deepEqual(
      lines,
      bars(`
        ||
        |Name                  Enabled MaxMessageSize          |
        |----                  ------- --------------          |
        |Default EX01             True 36 MB (37,748,736 bytes)|
        |Client Proxy EX01        True 36 MB (37,748,736 bytes)|
        |Default Frontend EX01    True 36 MB (37,748,736 bytes)|
        ||
        ||`),
    );
  });

  test('too wide: the last column that fits shrinks, those behind it go', async () => {
    const connector = (name: string, port: number) =>
      ps('ReceiveConnector', {
        Name: name,
        Bindings: list([`[::]:${port}`, `0.0.0.0:${port}`]),
        RemoteIPRanges: list(ANY),
        PermissionGroups: flags('AnonymousUsers'),
      });
    const rows = [
      connector('Default Frontend EX01', 25),
      connector('Outbound Proxy Frontend EX01', 717),
      connector('Client Frontend EX01', 587),
      RELAY,
    ];
    const lines = await shell(79).show(
      rows,
      stage('Format-Table', { Property: ['Name', 'Bindings', 'RemoteIPRanges', 'PermissionGroups'] }),
    );
    assert.deepEqual(
      lines,
      bars(`
        ||
        |Name                         Bindings                RemoteIPRanges            |
        |----                         --------                --------------            |
        |Default Frontend EX01        {[::]:25, 0.0.0.0:25}   {::-ffff:ffff:ffff:ffff...|
        |Outbound Proxy Frontend EX01 {[::]:717, 0.0.0.0:717} {::-ffff:ffff:ffff:ffff...|
        |Client Frontend EX01         {[::]:587, 0.0.0.0:587} {::-ffff:ffff:ffff:ffff...|
        |Anonymous Relay              {0.0.0.0:25}            {192.168.5.10, 192.168....|
        ||
        ||`),
    );
  });

  test('-Wrap breaks cells over several lines', async () => {
    const lines = await shell(59).show(
      [DEFAULT_FRONTEND, RELAY],
      stage('Format-Table', { Property: ['Name', 'RemoteIPRanges'], Wrap: true }),
    );
    assert.deepEqual(
      lines,
      bars(`
        ||
        |Name                  RemoteIPRanges                       |
        |----                  --------------                       |
        |Default Frontend EX01 {::-ffff:ffff:ffff:ffff:ffff:ffff:fff|
        |                      f:ffff, 0.0.0.0-255.255.255.255}     |
        |Anonymous Relay       {192.168.5.10, 192.168.5.11}         |
        ||
        ||`),
    );
  });
});

suite('shell-language §9.5: default views', () => {
  test('Get-ReceiveConnector', async () => {
    const connector = (name: string, bindings: readonly string[]) =>
      ps('ReceiveConnector', {
        Name: name,
        Bindings: list(bindings),
        Enabled: true,
        Identity: `EX01\\${name}`,
        Guid: 'g',
      });
    const lines = await shell(79).show([
      connector('Default EX01', ['0.0.0.0:2525', '[::]:2525']),
      connector('Client Proxy EX01', ['[::]:465', '0.0.0.0:465']),
      connector('Default Frontend EX01', ['[::]:25', '0.0.0.0:25']),
      connector('Outbound Proxy Frontend EX01', ['[::]:717', '0.0.0.0:717']),
      connector('Client Frontend EX01', ['[::]:587', '0.0.0.0:587']),
      connector('Anonymous Relay', ['0.0.0.0:25']),
    ]);
    assert.deepEqual(
      lines,
      bars(`
        ||
        |Identity                          Bindings                  Enabled|
        |--------                          --------                  -------|
        |EX01\\Default EX01                 {0.0.0.0:2525, [::]:2525} True   |
        |EX01\\Client Proxy EX01            {[::]:465, 0.0.0.0:465}   True   |
        |EX01\\Default Frontend EX01        {[::]:25, 0.0.0.0:25}     True   |
        |EX01\\Outbound Proxy Frontend EX01 {[::]:717, 0.0.0.0:717}   True   |
        |EX01\\Client Frontend EX01         {[::]:587, 0.0.0.0:587}   True   |
        |EX01\\Anonymous Relay              {0.0.0.0:25}              True   |
        ||
        ||`),
    );
  });
});
