import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Parameters, withRelay } from './testing/relay-bench.ts';

describe('errors of Set-ReceiveConnector', () => {
  const rows: readonly (readonly [Parameters, string])[] = [
    [
      { Enabled: 'true' },
      `E03: Cannot process argument transformation on parameter 'Enabled'. Cannot convert value "System.String" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`,
    ],
    [
      { TransportRole: 'Edge' },
      `E03: Cannot process argument transformation on parameter 'TransportRole'. Cannot convert value "Edge" to type "ServerRole". Valid values: FrontendTransport, HubTransport.`,
    ],
    [
      { AuthMechanism: 'Basic' },
      `E03: Cannot process argument transformation on parameter 'AuthMechanism'. Cannot convert value "Basic" to type "AuthMechanisms". Valid values: None, Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer, ExternalAuthoritative.`,
    ],
    [
      { MaxHopCount: 'many' },
      `E03: Cannot process argument transformation on parameter 'MaxHopCount'. Cannot convert value "many" to type "Int32". Valid values: a whole number.`,
    ],
    [
      { Bindings: '0.0.0.0:0' },
      `E04: "0.0.0.0:0" isn't a valid binding. Use IPv4Address:Port or [IPv6Address]:Port, with a port from 1 to 65535.`,
    ],
    [
      { Bindings: '::1:25' },
      `E04: "::1:25" isn't a valid binding. Use IPv4Address:Port or [IPv6Address]:Port, with a port from 1 to 65535.`,
    ],
    [
      { RemoteIPRanges: '10.0.0.9-10.0.0.1' },
      `E05: "10.0.0.9-10.0.0.1" isn't a valid remote IP range. Use a single address, Low-High, or Address/PrefixLength.`,
    ],
    [
      { RemoteIPRanges: ['10.0.0.1', '10.0.0.0/33'] },
      `E05: "10.0.0.0/33" isn't a valid remote IP range. Use a single address, Low-High, or Address/PrefixLength.`,
    ],
    [{ Comment: 'x'.repeat(513) }, "E06: The value of Comment isn't valid: it has more than 512 characters."],
    [{ Fqdn: 'not a host' }, `E07: "not a host" isn't a valid SMTP domain.`],
    [{ Banner: 'hello' }, 'E08: The value of Banner must be one line that starts with "220".'],
    [{ MaxHopCount: 0 }, 'E09: The value 0 of MaxHopCount is out of range. Valid values are 1 to 500.'],
    [
      { MaxInboundConnectionPerSource: 10001 },
      'E09: The value 10001 of MaxInboundConnectionPerSource is out of range. Valid values are 1 to 10000, or unlimited.',
    ],
    [
      { ConnectionTimeout: '2.00:00:00' },
      'E09: The value 2.00:00:00 of ConnectionTimeout is out of range. Valid values are 00:00:01 to 1.00:00:00.',
    ],
    [
      { AuthMechanism: ['None', 'Tls'] },
      "E12: The AuthMechanism value None can't be combined with other values.",
    ],
    [
      { AuthMechanism: 'Tls, BasicAuthRequireTLS' },
      'E13: The AuthMechanism value BasicAuthRequireTLS also requires BasicAuth and Tls.',
    ],
    [{ AuthMechanism: 'None', RequireTLS: true }, 'E14: RequireTLS requires the AuthMechanism value Tls.'],
    [{ ChunkingEnabled: false }, 'E15: BinaryMimeEnabled requires ChunkingEnabled.'],
    [{ LongAddressesEnabled: true }, 'E15: LongAddressesEnabled requires TransportRole HubTransport.'],
    [
      { AuthMechanism: 'ExternalAuthoritative' },
      'E16: The AuthMechanism value ExternalAuthoritative requires the PermissionGroups value ExchangeServers.',
    ],
    [
      { AuthMechanism: 'Tls,ExchangeServer', Fqdn: 'mail.contoso.com' },
      'E17: If the AuthMechanism attribute on a Receive connector contains the value ExchangeServer, you must set the FQDN parameter on the Receive connector to one of the following values: the FQDN of the transport server "ex1.contoso.com", the NetBIOS name of the transport server "EX1", or $null.',
    ],
    [
      { AuthMechanism: 'BasicAuth,ExternalAuthoritative', PermissionGroups: 'ExchangeServers' },
      'E18: ExternalAuthoritative can only be combined with Tls.',
    ],
    [
      { ConnectionTimeout: '00:05:00' },
      'E19: ConnectionTimeout must be greater than ConnectionInactivityTimeout.',
    ],
    [
      { Name: 'default frontend ex1' },
      'E20: The name "default frontend ex1" is already used by another Receive connector on server EX1.',
    ],
    [{ Name: 'x'.repeat(65) }, 'E21: Name must have 1 to 64 characters.'],
    [
      { DefaultDomain: 'fabrikam.com' },
      "E22: The operation couldn't be performed because object 'fabrikam.com' couldn't be found on 'ex1.contoso.com'.",
    ],
    [
      { Bogus: 1 },
      "NamedParameterNotFound: A parameter cannot be found that matches parameter name 'Bogus'.",
    ],
    [
      { RemoteIPRanges: { $: 'table', entries: [['Replace', '10.0.0.1']] } },
      `E03: Cannot process argument transformation on parameter 'RemoteIPRanges'. Cannot convert value "System.Collections.Hashtable" to type "MultiValuedProperty". Valid values: a list, or @{Add=...;Remove=...}.`,
    ],
  ];
  for (const [parameters, expected] of rows) {
    it(`${expected.slice(0, 60)} (${Object.keys(parameters).join()})`, async () => {
      const bench = await withRelay();
      assert.equal(
        await bench.fails('Set-ReceiveConnector', { Identity: 'Anonymous Relay', ...parameters }),
        expected,
      );
      assert.equal(bench.store.rows[0]?.succeeded, false);
    });
  }

  it('§1.1: a null, empty or missing identity is an error, never all connectors', async () => {
    const bench = await withRelay();
    for (const command of ['Set-ReceiveConnector', 'Remove-ReceiveConnector', 'Get-ADPermission']) {
      for (const Identity of [null, '']) {
        assert.match(
          await bench.fails(command, { Identity }),
          /^E01: Cannot bind argument to parameter 'Identity'/,
        );
      }
      assert.match(await bench.fails(command, { Identity: 'Nope' }), /^E22: .*object 'Nope'/);
    }
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Comment: 'x' }),
      /missing mandatory parameters: Identity\./,
    );
  });
});
