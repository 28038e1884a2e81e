import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  EDITABLE,
  identity,
  LIST,
  optionalIdentity,
  stores,
} from './spec-builder.ts';

/** Settings that New- and Set-ReceiveConnector share. receive-connectors.md §1.4 */
const SETTINGS: readonly ParameterSpec[] = [
  acts('AdvertiseClientSettings', 'Boolean', { help: 'Shows host and port to signed-in clients.' }),
  acts('AuthMechanism', 'AuthMechanisms', { multiple: true, help: 'Replaces the whole set of mechanisms.' }),
  acts('AuthTarpitInterval', 'EnhancedTimeSpan', { help: 'Delay of the reply to a failed AUTH.' }),
  acts('Banner', 'String', {
    help: 'Greeting: one line that starts with 220. $null gives the default text.',
  }),
  acts('BinaryMimeEnabled', 'Boolean', { help: 'Offers BINARYMIME; needs ChunkingEnabled.' }),
  acts('ChunkingEnabled', 'Boolean', { help: 'Offers CHUNKING (BDAT).' }),
  acts('Comment', 'String'),
  acts('ConnectionInactivityTimeout', 'EnhancedTimeSpan', { help: 'Idle time of a session.' }),
  acts('ConnectionTimeout', 'EnhancedTimeSpan', { help: 'Life of a session, even while it sends.' }),
  acts('DefaultDomain', 'AcceptedDomainIdParameter', { help: 'Completes addresses that have no domain.' }),
  acts('DeliveryStatusNotificationEnabled', 'Boolean', { help: 'Offers DSN.' }),
  acts('DomainSecureEnabled', 'Boolean', { help: 'Mutual TLS; needs the mechanism Tls.' }),
  acts('EightBitMimeEnabled', 'Boolean', { help: 'Offers 8BITMIME.' }),
  acts('Enabled', 'Boolean', { help: '$false: the connector takes no connection.' }),
  acts('EnhancedStatusCodesEnabled', 'Boolean', { help: 'Offers and sends enhanced status codes.' }),
  acts('Fqdn', 'Fqdn', { help: 'Name in banner, EHLO reply and Received field; $null: name of the server.' }),
  acts('LongAddressesEnabled', 'Boolean', { help: 'Addresses up to 1860 characters; HubTransport only.' }),
  acts('MaxHeaderSize', 'ByteQuantifiedSize', { help: 'All header fields together.' }),
  acts('MaxHopCount', 'Int32', { help: 'Received fields that a message may have.' }),
  acts('MaxInboundConnection', 'Unlimited', { help: 'Connections at a time.' }),
  acts('MaxInboundConnectionPercentagePerSource', 'Int32', {
    help: 'Share of the free connections for one address.',
  }),
  acts('MaxInboundConnectionPerSource', 'Unlimited', { help: 'Connections at a time from one address.' }),
  acts('MaxLocalHopCount', 'Int32', {
    help: 'Received fields that name this server; 0 turns the check off.',
  }),
  acts('MaxLogonFailures', 'Int32', { help: 'Failed sign-ins until the session is closed; 0: never.' }),
  acts('MaxMessageSize', 'ByteQuantifiedSize', { help: 'Whole message, header and body.' }),
  acts('MaxProtocolErrors', 'Unlimited', { help: 'Protocol errors until the session is closed.' }),
  acts('MaxRecipientsPerMessage', 'Int32'),
  acts('MessageRateLimit', 'Unlimited', { help: 'Messages a minute from one source.' }),
  acts('MessageRateSource', 'MessageRateSourceFlags', { help: 'What a source is.' }),
  acts('OrarEnabled', 'Boolean', { help: 'Offers XORAR.' }),
  acts('PermissionGroups', 'PermissionGroups', { multiple: true, help: 'Replaces the whole set of groups.' }),
  acts('PipeliningEnabled', 'Boolean', { help: 'Offers PIPELINING.' }),
  acts('ProtocolLoggingLevel', 'ProtocolLoggingLevel'),
  acts('RejectReservedSecondLevelRecipientDomains', 'Boolean', {
    help: 'Refuses example.com, .net and .org.',
  }),
  acts('RejectReservedTopLevelRecipientDomains', 'Boolean', {
    help: 'Refuses .test, .example, .invalid, .localhost.',
  }),
  acts('RejectSingleLabelRecipientDomains', 'Boolean', { help: 'Refuses user@label.' }),
  acts('RequireEHLODomain', 'Boolean', { help: 'EHLO without an argument ends the session.' }),
  acts('RequireTLS', 'Boolean', { help: 'Refuses MAIL before STARTTLS; needs the mechanism Tls.' }),
  acts('SizeEnabled', 'SizeMode', { help: 'Offers SIZE, with or without the limit.' }),
  acts('SuppressXAnonymousTls', 'Boolean'),
  acts('TarpitInterval', 'EnhancedTimeSpan', { help: 'Delay of 5xx replies to sessions without sign-in.' }),
  acts('TransportRole', 'ServerRole', { help: 'FrontendTransport for devices on port 25.' }),
  DOMAIN_CONTROLLER,
  ...stores('Boolean', ['EnableAuthGSSAPI']),
  ...stores('ExtendedProtectionPolicySetting', ['ExtendedProtectionPolicy']),
  ...stores('EnhancedTimeSpan', ['MaxAcknowledgementDelay']),
  ...stores('Fqdn', ['ServiceDiscoveryFqdn']),
  acts('TlsCertificateName', 'SmtpX509Identifier', {
    help: '<I>Issuer<S>Subject of the certificate for STARTTLS; $null: the one that bears the Fqdn.',
  }),
  acts('TlsMinimumVersion', 'TlsVersion', {
    help: 'Tls10, Tls11, Tls12 or Tls13: the lowest version that STARTTLS takes, for old devices on this connector alone.',
  }),
];

const USAGES = ['Custom', 'Internet', 'Partner', 'Internal', 'Client', 'UsageType'] as const;

const EXAMPLE_NEW =
  'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.5.10,192.168.5.11';

export const newReceiveConnector: CommandSpec = command(
  'New-ReceiveConnector',
  {
    synopsis: 'Creates a Receive connector: who may connect where, and what they may do.',
    sets: USAGES,
    defaultSet: 'Custom',
    shouldProcess: true,
    returns: 'ReceiveConnector',
    examples: [{ code: EXAMPLE_NEW, text: 'A connector of its own for two hosts that are to relay.' }],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('Bindings', 'MultiValuedProperty', { ...LIST, mandatory: ['Custom', 'Internet', 'Partner'] }),
    acts('RemoteIPRanges', 'MultiValuedProperty', {
      ...LIST,
      mandatory: ['Custom', 'Partner', 'Internal', 'Client'],
      help: 'Address, range Low-High, or CIDR; the most specific match over all connectors wins.',
    }),
    acts('Usage', 'UsageType', { sets: ['UsageType'], mandatory: true }),
    acts('Custom', 'SwitchParameter', { sets: ['Custom'] }),
    acts('Internet', 'SwitchParameter', { sets: ['Internet'], mandatory: true }),
    acts('Partner', 'SwitchParameter', { sets: ['Partner'], mandatory: true }),
    acts('Internal', 'SwitchParameter', { sets: ['Internal'], mandatory: true }),
    acts('Client', 'SwitchParameter', { sets: ['Client'], mandatory: true }),
    acts('Server', 'ServerIdParameter', { pipeline: true }),
    SETTINGS,
    stores('MultiValuedProperty', ['TlsDomainCapabilities'], LIST),
  ],
);

export const setReceiveConnector: CommandSpec = command(
  'Set-ReceiveConnector',
  {
    synopsis: 'Changes a Receive connector. New connections meet the change at once.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
        text: 'Admits sessions without sign-in (method 1, step 1).',
      },
      {
        code: 'Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges @{Add="192.168.5.12"}',
        text: 'Adds one host to the ranges.',
      },
    ],
  },
  [
    identity('ReceiveConnectorIdParameter'),
    acts('Name', 'String'),
    acts('Bindings', 'MultiValuedProperty', EDITABLE),
    acts('RemoteIPRanges', 'MultiValuedProperty', EDITABLE),
    acts('SmtpUtf8Enabled', 'Boolean', { help: 'Offers SMTPUTF8.' }),
    acts('BareLinefeedRejectionEnabled', 'Boolean', { help: 'Refuses message data with LF alone.' }),
    SETTINGS,
    stores('MultiValuedProperty', ['TlsDomainCapabilities'], EDITABLE),
  ],
);

export const getReceiveConnector: CommandSpec = command(
  'Get-ReceiveConnector',
  {
    synopsis: 'Shows Receive connectors.',
    sets: ['Identity', 'Server'],
    defaultSet: 'Identity',
    returns: 'ReceiveConnector',
  },
  [
    optionalIdentity('ReceiveConnectorIdParameter', { sets: ['Identity'] }),
    acts('Server', 'ServerIdParameter', { pipeline: true, sets: ['Server'] }),
    DOMAIN_CONTROLLER,
  ],
);

export const removeReceiveConnector: CommandSpec = command(
  'Remove-ReceiveConnector',
  { synopsis: 'Removes a Receive connector.', shouldProcess: true, confirm: true, returns: '' },
  [identity('ReceiveConnectorIdParameter'), DOMAIN_CONTROLLER],
);
