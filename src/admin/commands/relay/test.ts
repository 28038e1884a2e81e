import { explainRelay } from '../../../access/explain.ts';
import { buildConnectorIndex } from '../../../access/select-connector.ts';
import { isWildcard } from '../../../config/binding.ts';
import { formatIp, parseIp } from '../../../config/ip-range.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import { findAcceptedDomain } from '../../../routing/accepted-domain.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { type Arguments, numberOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentRelayTest, type RelayTest } from '../../present/relay-test.ts';
import { badText, badValue, checkRange } from '../../snapshot-change.ts';
import { pathOf } from '../smtp-address.ts';
import { type AskedMessage, firstLimit } from './limits.ts';
import { mailReply, rcptReply } from './replies.ts';

const SMTP_PORT = 25;

/** What a session from an address would meet, by the very functions that the session asks. The sender filter is asked
 *  too; limits are shown, and for a message of a given size the
 *  one that it meets first. */
export function testRelay({ current, args, ports }: QueryInput): Answer | AdminError {
  const endpoint = endpointOf(args, current);
  if (isAdminError(endpoint)) return endpoint;
  const sender = pathOf(args, 'MailFrom');
  if (isAdminError(sender)) return sender;
  const recipient = pathOf(args, 'RcptTo');
  if (isAdminError(recipient)) return recipient;
  if (recipient === null) return badText('RcptTo', 'a recipient has an address', '<>');
  const explanation = explainRelay({
    snapshot: current,
    index: buildConnectorIndex(current.receiveConnectors),
    ...endpoint,
    sender,
    recipient,
    acceptedDomain: (domain) => findAcceptedDomain(current.acceptedDomains, domain),
  });
  const { connector } = explanation;
  const facts = connector === null ? null : { snapshot: current, connector, explanation, ports };
  const mail = facts === null || sender === undefined ? null : mailReply(facts, sender);
  const message = messageOf(args);
  const limit =
    facts === null || message === null
      ? null
      : firstLimit(facts, { sender: sender ?? null, recipient }, message);
  const test: RelayTest = {
    ...endpoint,
    limit: message === null ? undefined : limit,
    sender,
    recipient,
    explanation,
    mail,
    rcpt: facts === null || recipient === undefined || isRefused(mail) ? null : rcptReply(facts, recipient),
  };
  return { objects: [presentRelayTest(test, current)] };
}

const ABOUT_MESSAGE = ['MessageSize', 'RecipientCount', 'HeaderSize', 'HopCount', 'LocalHopCount'] as const;

/** null = not asked */
function messageOf(args: Arguments): AskedMessage | null {
  const [size, recipients, header, hops, localHops] = ABOUT_MESSAGE.map((name) => numberOf(args, name));
  if ([size, recipients, header, hops, localHops].every((given) => given === undefined)) return null;
  return {
    sizeBytes: size ?? null,
    recipients: recipients ?? 1,
    headerBytes: header ?? 0,
    hops: Math.max(hops ?? 0, localHops ?? 0),
    localHops: localHops ?? 0,
  };
}

function isRefused(mail: RelayTest['mail']): boolean {
  return mail !== null && mail.reply.code >= 400;
}

type Endpoint = Readonly<{ remoteAddress: string; localAddress: string; localPort: number }>;

function endpointOf(args: Arguments, current: ConfigSnapshot): Endpoint | AdminError {
  const remoteText = textOf(args, 'RemoteIPAddress') ?? '';
  const remote = parseIp(remoteText);
  if (remote === null) return notAddress('RemoteIPAddress', remoteText);
  const localPort = numberOf(args, 'LocalPort') ?? SMTP_PORT;
  const problem = checkRange('LocalPort', localPort, { min: 1, max: 65_535 });
  if (problem !== null) return problem;
  const localText = textOf(args, 'LocalIPAddress') ?? anyAddress(current, remote.family, localPort);
  const local = parseIp(localText);
  if (local === null) return notAddress('LocalIPAddress', localText);
  if (local.family !== remote.family) {
    return badText('LocalIPAddress', `it is not of the same family as ${remoteText}`, localText);
  }
  return { remoteAddress: formatIp(remote), localAddress: formatIp(local), localPort };
}

function notAddress(parameter: string, text: string): AdminError {
  return badValue('E06', parameter, `"${text}" isn't a valid IP address.`, text);
}

/** Some address of ours that listens: the wildcard where there is one, else the first specific address. */
function anyAddress(current: ConfigSnapshot, family: 4 | 6, port: number): string {
  const bindings = current.receiveConnectors
    .filter((connector) => connector.enabled)
    .flatMap((connector) => connector.bindings)
    .filter((binding) => binding.family === family && binding.port === port);
  const found = bindings.find(isWildcard) ?? bindings[0];
  return found?.address ?? (family === 4 ? '0.0.0.0' : '::');
}
