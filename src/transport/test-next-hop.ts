import type { SendConnector } from '../config/send-connector.ts';
import type { Mailbox, ReversePath } from '../mail/address.ts';
import type { NextHopKey } from '../queue/message.ts';
import type { ClientTransaction } from '../smtp/client-types.ts';
import { connectNextHop } from './connect-next-hop.ts';
import { ConnectivityWriter } from './connectivity-writer.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { Events, ProtocolLine } from './events.ts';
import { HostHealth } from './host-health.ts';
import type { Endpoint } from './next-hops.ts';
import { newSessionId } from './open-session.ts';
import type { SmtpConnection } from './smtp-connection.ts';

/** What to ask a next hop. `domain` is that of a recipient; a connector with smart hosts needs none. */
export type NextHopQuestion = Readonly<{
  connector: SendConnector;
  domain: string;
  /** Of MAIL and RCPT; null recipient: neither is sent. */
  sender: ReversePath;
  recipient: Mailbox | null;
}>;

/** One line of the dialogue, secrets left out, as the protocol log has it. */
export type DialogueLine = Readonly<Pick<ProtocolLine, 'event' | 'context' | 'remoteEndpoint'>> &
  Readonly<{ text: string }>;

export type NextHopTest = Readonly<{
  /** Why mail would not have been taken, or null. */
  trouble: string | null;
  /** The host that was talked to last. */
  endpoint: Endpoint | null;
  /** `TLS protocol … negotiation succeeded using …`; null = in clear */
  tls: string | null;
  lines: readonly DialogueLine[];
}>;

/** Somebody waits at the screen: an unresponsive host is not given the minutes that a delivery gives it. */
const PATIENCE_MS = 60_000;

/** Connects as a delivery over the connector would: its hosts, its TLS, its credentials, its source address. Then MAIL
 *  and RCPT where they are asked for, and QUIT; no content is ever sent. */
export async function testNextHop(question: NextHopQuestion, ports: DeliverPorts): Promise<NextHopTest> {
  const lines: DialogueLine[] = [];
  const own = { ...ports, events: recorder(lines) };
  const patience = new AbortController();
  const reason = `There was no answer within ${PATIENCE_MS / 1000} seconds`;
  const timer = setTimeout(() => patience.abort(reason), PATIENCE_MS);
  try {
    const outcome = await ask(question, own, patience.signal);
    const tls = lines.findLast(({ event, context }) => event === '*' && context.startsWith('TLS'));
    return { ...outcome, tls: tls?.context ?? null, lines };
  } catch (error) {
    return { trouble: messageOf(error), endpoint: null, tls: null, lines };
  } finally {
    clearTimeout(timer);
  }
}

async function ask(
  question: NextHopQuestion,
  ports: DeliverPorts,
  signal: AbortSignal,
): Promise<Pick<NextHopTest, 'trouble' | 'endpoint'>> {
  const connector: SendConnector = { ...question.connector, protocolLoggingLevel: 'Verbose' };
  const key = keyOf(question);
  const sessionId = newSessionId(ports.random);
  const connectivity = new ConnectivityWriter(ports, { connectorId: connector.name, sessionId, key });
  const request = { key, connector, turn: 0, health: new HostHealth(), connectivity };
  const opened = await connectNextHop(request, ports, signal);
  if (opened.kind === 'refused') return { trouble: opened.refusal.diagnostic, endpoint: null };
  if (opened.kind === 'failed')
    return { trouble: signal.aborted ? String(signal.reason) : reasonIn(opened.lastError), endpoint: null };
  return { trouble: await probe(opened.session, transactionOf(question), signal), endpoint: opened.endpoint };
}

async function probe(
  session: SmtpConnection,
  transaction: ClientTransaction | null,
  signal: AbortSignal,
): Promise<string | null> {
  const onAbort = (): void => session.destroy(String(signal.reason));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await session.probe(transaction);
  } finally {
    signal.removeEventListener('abort', onAbort);
    session.connection.end();
  }
}

function keyOf({ connector, domain }: NextHopQuestion): NextHopKey {
  const byDns = connector.dnsRoutingEnabled;
  return {
    deliveryType: byDns ? 'DnsConnectorDelivery' : 'SmartHostConnectorDelivery',
    nextHopDomain: byDns ? domain : connector.smartHosts.join(','),
    nextHopConnector: connector.guid,
  };
}

function transactionOf({ sender, recipient }: NextHopQuestion): ClientTransaction | null {
  if (recipient === null) return null;
  const smtpUtf8 = [sender, recipient].some((one) => one !== null && /[^\p{ASCII}]/u.test(one.local));
  return {
    reversePath: sender,
    parameters: { size: null, body: '7BIT', smtpUtf8, ret: null, envid: null, auth: null },
    recipients: [{ address: recipient, parameters: { notify: [], orcpt: null } }],
    sizeBytes: 0,
  };
}

/** Keeps the dialogue for who asked. A test is no mail: it is neither tracked nor logged. */
function recorder(lines: DialogueLine[]): Events {
  return {
    track: () => undefined,
    protocol: ({ event, data, context, remoteEndpoint }) =>
      void lines.push({ event, text: data, context, remoteEndpoint }),
    observe: (seen) => {
      if (seen.kind === 'connectivity')
        lines.push({ event: '*', text: '', context: seen.description, remoteEndpoint: '' });
    },
  };
}

/** Without the frame that LastError of a queue has. */
function reasonIn(lastError: string): string {
  return /\{LED=(.*)\};\{FQDN=/s.exec(lastError)?.[1] ?? lastError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
