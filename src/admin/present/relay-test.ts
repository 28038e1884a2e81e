import type { Verdict } from '../../access/decide.ts';
import type { RightExplanation } from '../../access/effective-rights.ts';
import type { RelayExplanation } from '../../access/explain.ts';
import type { Considered } from '../../access/select-connector.ts';
import { causeFacts } from '../../access/selection-cause.ts';
import { formatIpRange } from '../../config/ip-range.ts';
import type { ReceiveConnector } from '../../config/receive-connector.ts';
import { ANY_RECIPIENT, BYPASS_SIZE, SUBMIT } from '../../config/rights.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import { formatMailbox, formatReversePath, type Mailbox } from '../../mail/address.ts';
import { type LimitHit, limitText } from '../../routing/message-limits.ts';
import { formatReply } from '../../smtp/replies.ts';
import type { Reply } from '../../smtp/reply.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { receiveConnectorIdentity } from '../identity.ts';
import { adminObject, enumValue, flagsValue, list, size, timeSpan, typed, unlimited } from './values.ts';

type ExplainedReply = Readonly<{ reply: Reply; by: string }>;

export type RelayTest = Readonly<{
  remoteAddress: string;
  localAddress: string;
  localPort: number;
  /** undefined = not asked, null = `<>` */
  sender: Mailbox | null | undefined;
  recipient: Mailbox | undefined;
  explanation: RelayExplanation;
  mail: ExplainedReply | null;
  rcpt: ExplainedReply | null;
  /** undefined = not asked, null = none is hit */
  limit: LimitHit | null | undefined;
}>;

type Properties = AdminObject['properties'];

/** The decision and its reasons, from the connection to the limits. */
export function presentRelayTest(test: RelayTest, snapshot: ConfigSnapshot): AdminObject {
  const { connector } = test.explanation;
  return adminObject('RelayTest', test.remoteAddress, [
    ['RemoteIPAddress', typed('System.Net.IPAddress', test.remoteAddress)],
    ['LocalIPAddress', typed('System.Net.IPAddress', test.localAddress)],
    ['LocalPort', test.localPort],
    ['Result', resultText(test)],
    ...selection(test, snapshot),
    ...(connector === null
      ? []
      : [...access(test, connector), ...replies(test, connector), ...limits(test, connector)]),
  ]);
}

/** The answer in one sentence. */
function resultText({ explanation, mail, rcpt, recipient }: RelayTest): string {
  if (explanation.connector === null) return 'No Receive connector takes the connection: 421 4.3.2, closed.';
  if (explanation.submit?.allow === false) return 'Refused: the session may not submit mail at all.';
  if (mail !== null && mail.reply.code >= 400) return `Refused at MAIL (${mail.by}).`;
  if (rcpt === null)
    return relays(explanation) ? 'May relay to any domain.' : 'May send to accepted domains only.';
  const domain = recipient?.domain ?? '';
  if (rcpt.reply.code >= 400) return `Refused at RCPT (${rcpt.by}).`;
  return rcpt.by === ANY_RECIPIENT
    ? `Relayed: ${domain} is not ours, and the session may use any recipient.`
    : `Accepted: ${domain} is ours.`;
}

function relays(explanation: RelayExplanation): boolean {
  return [SUBMIT, ANY_RECIPIENT].every((right) =>
    explanation.rights.some((one) => one.right === right && one.granted),
  );
}

function selection({ explanation }: RelayTest, snapshot: ConfigSnapshot): Properties {
  const { connector, considered } = explanation;
  const winner = considered.find((one) => one.won);
  const range = winner?.range ?? null;
  const identity = (one: ReceiveConnector): string => receiveConnectorIdentity(one, snapshot.server);
  const others = considered
    .filter((one) => !one.won)
    .map((one) => causeValue(one, `${identity(one.connector)}: ${one.reason}`, identity(one.connector)));
  return [
    ['Connector', connector === null ? null : identity(connector)],
    ['ConnectorReason', winner === undefined ? '' : causeValue(winner, winner.reason)],
    ['RemoteIPRange', range === null ? null : formatIpRange(range)],
    ['OtherConnectors', list(others)],
  ];
}

/** The sentence, and what it is made of, for other languages. */
function causeValue({ cause }: Considered, text: string, connector?: string): Value {
  const named = connector === undefined ? {} : { connector };
  return typed('Postern.SelectionCause', text, { ...named, ...causeFacts(cause) });
}

function access({ explanation }: RelayTest, connector: ReceiveConnector): Properties {
  return [
    ['Principals', list(explanation.principals)],
    ['AuthMechanism', flagsValue('AuthMechanisms', connector.authMechanism)],
    ['CanSubmit', isAllowed(explanation.submit)],
    ['CanRelay', relays(explanation)],
    ['Rights', list(explanation.rights.filter((right) => right.granted).map(rightText))],
    ['MissingRights', list(explanation.rights.filter((right) => !right.granted).map(rightText))],
  ];
}

function isAllowed(verdict: Verdict | null): boolean {
  return verdict?.allow ?? false;
}

/** A right with what granted or denied it, or that nothing did. */
function rightText({ right, granted, allowedBy, deniedBy }: RightExplanation): Value {
  const state = granted
    ? `granted to ${allowedBy?.principal ?? ''}`
    : deniedBy === null
      ? 'not granted'
      : `denied to ${deniedBy.principal}`;
  return typed('Postern.RightExplanation', `${right} (${state})`, {
    Right: right,
    Granted: granted,
    AllowedTo: allowedBy?.principal ?? null,
    DeniedTo: deniedBy?.principal ?? null,
  });
}

function replies(test: RelayTest, connector: ReceiveConnector): Properties {
  const text = (explained: ExplainedReply | null): string | null =>
    explained === null ? null : replyText(explained.reply, connector);
  return [
    ['MailFrom', test.sender === undefined ? null : formatReversePath(test.sender)],
    ['MailReply', text(test.mail)],
    ['MailReason', test.mail?.by ?? null],
    ['RcptTo', test.recipient === undefined ? null : formatMailbox(test.recipient)],
    ['RcptReply', text(test.rcpt)],
    ['RcptReason', test.rcpt?.by ?? null],
    ['LimitHit', test.limit === undefined ? null : test.limit === null ? 'None' : limitText(test.limit)],
  ];
}

function replyText(reply: Reply, connector: ReceiveConnector): string {
  return formatReply(reply, { enhanced: connector.enhancedStatusCodesEnabled }).toString('utf8').trimEnd();
}

/** What bounds such a session. Rights lift some of it. */
function limits({ explanation }: RelayTest, connector: ReceiveConnector): Properties {
  const liftsSize = explanation.rights.some((right) => right.right === BYPASS_SIZE && right.granted);
  return [
    ['MaxMessageSize', liftsSize ? { $: 'unlimited' } : size(connector.maxMessageSize)],
    ['MaxHeaderSize', size(connector.maxHeaderSize)],
    ['MaxRecipientsPerMessage', connector.maxRecipientsPerMessage],
    ['MaxHopCount', connector.maxHopCount],
    ['MessageRateLimit', unlimited(connector.messageRateLimit)],
    ['MessageRateSource', enumValue('MessageRateSourceFlags', connector.messageRateSource)],
    ['MaxInboundConnection', unlimited(connector.maxInboundConnection)],
    ['MaxInboundConnectionPerSource', unlimited(connector.maxInboundConnectionPerSource)],
    ['MaxInboundConnectionPercentagePerSource', connector.maxInboundConnectionPercentagePerSource],
    ['ConnectionTimeout', timeSpan(connector.connectionTimeoutMs)],
    ['ConnectionInactivityTimeout', timeSpan(connector.connectionInactivityTimeoutMs)],
    [
      'TarpitInterval',
      timeSpan(connector.authMechanism.includes('ExternalAuthoritative') ? 0 : connector.tarpitIntervalMs),
    ],
  ];
}
