import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ParameterSpec } from './contract/command-spec.ts';
import { allSpecs } from './contract/specs/all-specs.ts';
import type { Value } from './contract/values.ts';
import { type AdminBench, createAdminBench } from './testing/admin-bench.ts';

/** Its role and its mechanism admit every setting. */
const HUB = {
  Name: 'Hub',
  Custom: true,
  TransportRole: 'HubTransport',
  Bindings: '0.0.0.0:2727',
  RemoteIPRanges: '10.0.0.1',
} as const;

/** What is there before a Set- command is tried, and what it is tried on. */
const TARGETS: Readonly<Record<string, readonly [identity: string | null, ...made: readonly Made[]]>> = {
  'Set-ReceiveConnector': ['Hub', ['New-ReceiveConnector', HUB]],
  'Set-SendConnector': ['Out', ['New-SendConnector', { Name: 'Out', AddressSpaces: '*' }]],
  'Set-ForeignConnector': ['Fax', ['New-ForeignConnector', { Name: 'Fax', AddressSpaces: 'fabrikam.com' }]],
  'Set-AcceptedDomain': ['Other', ['New-AcceptedDomain', { Name: 'Other', DomainName: 'fabrikam.com' }]],
  'Set-RemoteDomain': ['Default'],
  'Set-TransportConfig': [null],
  'Set-TransportService': ['EX1'],
  'Set-FrontendTransportService': ['EX1'],
  'Set-SenderFilterConfig': [null],
  'Set-RecipientFilterConfig': [null],
  'Set-TelemetryConfig': [null],
  'Set-MailUser': ['app', ['New-MailUser', { Name: 'app', ExternalEmailAddress: 'app@fabrikam.com' }]],
  'Set-MailContact': [
    'kate',
    ['New-MailContact', { Name: 'kate', ExternalEmailAddress: 'kate@fabrikam.com' }],
  ],
  'Set-DistributionGroup': ['staff', ['New-DistributionGroup', { Name: 'staff' }]],
};

type Made = readonly [command: string, parameters: Readonly<Record<string, Value>>];

/** Values of a type of which one at least is not the setting's own. */
function candidates({ type, values, name }: ParameterSpec): readonly Value[] {
  if (values !== undefined) return values;
  const known = BY_NAME[name] ?? BY_TYPE[type.replace('[]', '')];
  return known ?? ['contoso.net', '7', '$null'];
}

const BY_TYPE: Readonly<Record<string, readonly Value[]>> = {
  Boolean: [true, false],
  SwitchParameter: [true],
  Int32: ['7', '3', '90', '500'],
  Unlimited: ['7', '3 MB', '1 GB', 'Unlimited'],
  ByteQuantifiedSize: ['3 MB', '1 GB', '64 KB'],
  EnhancedTimeSpan: ['00:07:00', '00:00:03', '02:00:00', '12:00:00', '7.00:00:00'],
  IPAddress: ['127.0.0.9'],
  Fqdn: ['mail.contoso.net'],
  SmtpAddress: ['new@contoso.net'],
  ProxyAddress: ['new@contoso.net'],
};

const BY_NAME: Readonly<Record<string, readonly Value[]>> = {
  Banner: ['220 ready'],
  Bindings: ['0.0.0.0:2626'],
  RemoteIPRanges: ['10.0.0.0/24'],
  TlsCertificateName: ['<I>CN=Contoso CA<S>CN=mail.contoso.com'],
  TlsDomainCapabilities: ['mail.contoso.net:AcceptOorgProtocol'],
  AuthenticationCredential: [{ $: 'credential', user: 'app', password: 'x' }],
  DowngradeCustomFailureCodes: ['550'],
  UpgradeCustomFailureCodes: ['451'],
  ExternalDsnDefaultLanguage: ['ja'],
  InternalDsnDefaultLanguage: ['ja'],
  GenerateCopyOfDSNFor: ['5.4.6'],
  ExternalDNSServers: ['127.0.0.9'],
  InternalDNSServers: ['127.0.0.9'],
  PickupDirectoryPath: ['/srv/pickup'],
  ReplayDirectoryPath: ['/srv/replay'],
  RootDropDirectoryPath: ['/srv/drop'],
  ResourceThresholds: ['QueueLength=10,20,15,5'],
  BlockedSenders: ['new@contoso.net'],
  EmailAddresses: ['new@contoso.com'],
  UserPrincipalName: ['new@contoso.com'],
  DefaultDomain: ['contoso.com'],
  MetricsBinding: ['127.0.0.1:9465'],
  SyslogTarget: ['udp://127.0.0.1:514'],
  TraceEndpoint: ['http://127.0.0.1:4318/v1/traces'],
};

const CREDENTIAL: Value = { $: 'credential', user: 'app', password: 'x' };
const THROUGH_HOST = { DNSRoutingEnabled: false, SmartHosts: 'mail.contoso.com' } as const;

/** What must be so before a setting can be changed, and stays so. */
const TOGETHER: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Value>>>>>> = {
  'Set-ReceiveConnector': { ChunkingEnabled: { BinaryMimeEnabled: false } },
  'Set-SendConnector': {
    SmartHosts: THROUGH_HOST,
    DomainSecureEnabled: { AddressSpaces: 'fabrikam.com' },
    SmartHostAuthMechanism: { ...THROUGH_HOST, AuthenticationCredential: CREDENTIAL },
    TlsAuthLevel: { RequireTLS: true },
    TlsDomain: { RequireTLS: true, TlsAuthLevel: 'DomainValidation' },
  },
};

describe('a setting that is given changes what the server knows', () => {
  for (const [name, [identity, ...made]] of Object.entries(TARGETS)) {
    const spec = allSpecs.find((one) => one.name === name);
    for (const parameter of spec?.parameters ?? []) {
      const isSetting = parameter.name !== 'Identity' && parameter.support !== 'refused';
      // Scripts of Exchange name what is of no account here: the sentence about the parameter says so.
      // It is only taken together with SmartHosts: the test of that row.
      if (parameter.name === 'DNSRoutingEnabled') continue;
      if (!isSetting || parameter.help?.startsWith('Accepted') === true) continue;
      it(`${name} -${parameter.name}`, async () => {
        const bench = createAdminBench();
        for (const [command, parameters] of made) await bench.ok(command, parameters);
        const target = identity === null ? {} : { Identity: identity };
        assert.equal(await firstChange({ bench, name, target }, parameter), 'changed');
      });
    }
  }
});

type Tried = Readonly<{ bench: AdminBench; name: string; target: Readonly<Record<string, Value>> }>;

async function firstChange({ bench, name, target }: Tried, parameter: ParameterSpec): Promise<string> {
  const said: string[] = [];
  for (const value of candidates(parameter)) {
    const others = TOGETHER[name]?.[parameter.name] ?? {};
    if (Object.keys(others).length > 0) await bench.ok(name, { ...target, ...others });
    const before = bench.store.current;
    const { error } = await bench.run(name, { ...target, ...others, [parameter.name]: value });
    if (error === undefined && bench.store.current !== before) return 'changed';
    said.push(`${JSON.stringify(value)}: ${error?.message ?? 'nothing changed'}`);
  }
  return said.join('\n');
}
