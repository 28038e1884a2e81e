import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeShell, stage } from '../cmdlets/testing/fake-shell.ts';
import { PsList, PsObject, type PsValue } from '../values/value.ts';
import { Renderer } from './render.ts';
import { FormatRequest } from './renderer.ts';

/** Lines between bars, as shell-language.md §9 prints them: trailing blanks show. */
function bars(block: string): string {
  return block
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => `${line.slice(1, -1)}\n`)
    .join('');
}

function rendered(width: number, ...values: readonly PsValue[]): string {
  let text = '';
  const renderer = new Renderer({ width, write: (part) => (text += part) });
  for (const value of values) renderer.add(value);
  renderer.end();
  return text;
}

const object = (typeName: string, properties: Readonly<Record<string, PsValue>>): PsObject => {
  const made = new PsObject({ typeName });
  for (const [name, value] of Object.entries(properties)) made.set(name, value);
  return made;
};
const list = (...items: PsValue[]): PsList => new PsList('MultiValuedProperty', items);
const flags = (text: string): PsValue => ({ $: 'enum', type: 'PermissionGroups', text, value: 1 });
const size = (bytes: number): PsValue => ({ $: 'size', bytes });
const ALL = list('::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255');

describe('shell-language.md §9.3: Format-List, exactly', () => {
  const request = (one: PsObject, ...properties: string[]): FormatRequest =>
    new FormatRequest('list', { properties }, [one]);

  it("the article's check", () => {
    const relay = object('ReceiveConnector', {
      Enabled: true,
      TransportRole: { $: 'enum', type: 'TransportRole', text: 'FrontendTransport', value: 16_384 },
      Bindings: list('0.0.0.0:25'),
      RemoteIPRanges: list('192.168.5.10', '192.168.5.11'),
    });
    const expected = bars(`
||
||
|Enabled        : True|
|TransportRole  : FrontendTransport|
|Bindings       : {0.0.0.0:25}|
|RemoteIPRanges : {192.168.5.10, 192.168.5.11}|
||
||
||`);
    assert.equal(
      rendered(119, request(relay, 'Enabled', 'TransportRole', 'Bindings', 'RemoteIPRanges')),
      expected,
    );
  });

  it('a long word is cut, other text wraps at blanks', () => {
    const frontend = object('ReceiveConnector', {
      Name: 'Default Frontend EX01',
      RemoteIPRanges: ALL,
      PermissionGroups: flags('AnonymousUsers, ExchangeServers, ExchangeLegacyServers'),
    });
    const expected = bars(`
||
||
|Name             : Default Frontend EX01|
|RemoteIPRanges   : {::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:f|
|                   fff, 0.0.0.0-255.255.255.255}|
|PermissionGroups : AnonymousUsers, ExchangeServers, |
|                   ExchangeLegacyServers|
||
||
||`);
    assert.equal(rendered(59, request(frontend, 'Name', 'RemoteIPRanges', 'PermissionGroups')), expected);
  });

  it('after 16 elements three dots follow directly', () => {
    const ranges = list(...Array.from({ length: 20 }, (_, n) => `10.0.${n}.0/24`));
    const relay = object('ReceiveConnector', { Name: 'Anonymous Relay', RemoteIPRanges: ranges });
    const expected = bars(`
||
||
|Name           : Anonymous Relay|
|RemoteIPRanges : {10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24, |
|                 10.0.4.0/24, 10.0.5.0/24, 10.0.6.0/24, 10.0.7.0/24, |
|                 10.0.8.0/24, 10.0.9.0/24, 10.0.10.0/24, 10.0.11.0/24, |
|                 10.0.12.0/24, 10.0.13.0/24, 10.0.14.0/24, 10.0.15.0/24...}|
||
||
||`);
    assert.equal(rendered(79, request(relay, 'Name', 'RemoteIPRanges')), expected);
  });
});

describe('shell-language.md §9.4: Format-Table, exactly', () => {
  const table = async (
    width: number,
    rows: readonly PsObject[],
    ...properties: string[]
  ): Promise<string> => {
    const shell = new FakeShell();
    shell.width = width;
    const lines = await shell.show(rows, stage('Format-Table', { Property: properties }));
    return lines.map((line) => `${line}\n`).join('');
  };
  const named = (name: string, rest: Readonly<Record<string, PsValue>>): PsObject =>
    object('ReceiveConnector', { Name: name, ...rest });

  it("the article's rights, every cell padded", async () => {
    const rights = [
      'ms-Exch-SMTP-Submit',
      'ms-Exch-SMTP-Accept-Any-Sender',
      'ms-Exch-SMTP-Accept-Any-Recipient',
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-Accept-Headers-Routing',
    ];
    const rows = rights.map((right) =>
      object('ADPermission', { User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: list(right) }),
    );
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
    for (const width of [79, 119]) assert.equal(await table(width, rows, 'User', 'ExtendedRights'), expected);
  });

  it('booleans stand right where no view is used', async () => {
    const rows = ['Default EX01', 'Client Proxy EX01', 'Default Frontend EX01'].map((name) =>
      named(name, { Enabled: true, MaxMessageSize: size(37_748_736) }),
    );
    const expected = bars(`
||
|Name                  Enabled MaxMessageSize          |
|----                  ------- --------------          |
|Default EX01             True 36 MB (37,748,736 bytes)|
|Client Proxy EX01        True 36 MB (37,748,736 bytes)|
|Default Frontend EX01    True 36 MB (37,748,736 bytes)|
||
||`);
    assert.equal(await table(119, rows, 'Name', 'Enabled', 'MaxMessageSize'), expected);
  });

  it('what does not fit is shrunk, and the column behind it is gone', async () => {
    const groups = flags('AnonymousUsers');
    const rows = [
      named('Default Frontend EX01', {
        Bindings: list('[::]:25', '0.0.0.0:25'),
        RemoteIPRanges: ALL,
        PermissionGroups: groups,
      }),
      named('Outbound Proxy Frontend EX01', {
        Bindings: list('[::]:717', '0.0.0.0:717'),
        RemoteIPRanges: ALL,
        PermissionGroups: groups,
      }),
      named('Client Frontend EX01', {
        Bindings: list('[::]:587', '0.0.0.0:587'),
        RemoteIPRanges: ALL,
        PermissionGroups: groups,
      }),
      named('Anonymous Relay', {
        Bindings: list('0.0.0.0:25'),
        RemoteIPRanges: list('192.168.5.10', '192.168.5.11'),
        PermissionGroups: groups,
      }),
    ];
    const expected = bars(`
||
|Name                         Bindings                RemoteIPRanges            |
|----                         --------                --------------            |
|Default Frontend EX01        {[::]:25, 0.0.0.0:25}   {::-ffff:ffff:ffff:ffff...|
|Outbound Proxy Frontend EX01 {[::]:717, 0.0.0.0:717} {::-ffff:ffff:ffff:ffff...|
|Client Frontend EX01         {[::]:587, 0.0.0.0:587} {::-ffff:ffff:ffff:ffff...|
|Anonymous Relay              {0.0.0.0:25}            {192.168.5.10, 192.168....|
||
||`);
    assert.equal(await table(79, rows, 'Name', 'Bindings', 'RemoteIPRanges', 'PermissionGroups'), expected);
  });

  it('the default view of Receive connectors', () => {
    const row = (identity: string, ...bindings: string[]): PsObject =>
      object('ReceiveConnector', {
        Identity: identity,
        Bindings: list(...bindings),
        Enabled: true,
        Name: 'x',
        Other: 1,
      });
    const expected = bars(`
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
||`);
    const rows = [
      row('EX01\\Default EX01', '0.0.0.0:2525', '[::]:2525'),
      row('EX01\\Client Proxy EX01', '[::]:465', '0.0.0.0:465'),
      row('EX01\\Default Frontend EX01', '[::]:25', '0.0.0.0:25'),
      row('EX01\\Outbound Proxy Frontend EX01', '[::]:717', '0.0.0.0:717'),
      row('EX01\\Client Frontend EX01', '[::]:587', '0.0.0.0:587'),
      row('EX01\\Anonymous Relay', '0.0.0.0:25'),
    ];
    assert.equal(rendered(119, ...rows), expected);
  });

  it('wide characters of Japanese count two columns', () => {
    const rows = [
      object('Row', { Name: '匿名の中継', Port: 25 }),
      object('Row', { Name: 'relay', Port: 587 }),
    ];
    const expected = bars(`
||
|Name       Port|
|----       ----|
|匿名の中継   25|
|relay       587|
||
||`);
    assert.equal(rendered(119, ...rows), expected);
  });

  it('nothing prints nothing', () => assert.equal(rendered(119), ''));
});
