import { randomUUID } from 'node:crypto';
import { decideSubmit } from '../access/decide.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryUser } from '../config/recipient.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { type Mailbox, type ReversePath, formatMailbox, formatReversePath } from '../mail/address.ts';
import type { MailParameters, RcptParameters } from '../mail/envelope.ts';
import type { Refusal } from '../smtp/reply.ts';
import { serviceNotActive } from '../smtp/replies.ts';
import type { SessionSettings } from '../smtp/server-types.ts';
import type { Stage } from './observation.ts';
import { type SessionAccess, sessionAccess } from './receive-access.ts';
import { connectorId } from './receive-accept.ts';
import { ReceiveLog, formatEndpoint } from './receive-log.ts';
import { type MailContext, decideMailCommand, pressureDelayMs } from './receive-mail.ts';
import { decideRcptCommand } from './receive-rcpt.ts';
import { type BodyFaults, ReceiveTransaction } from './receive-transaction.ts';
import type { ReceiveDependencies, ReceivePeer, TlsFacts } from './receive-types.ts';
import { type ReportedEnvelope, type ReportedSession, SessionReporter } from './session-reporter.ts';
import { sessionSettings } from './session-settings.ts';

/** Octets of a command line. receive-connectors.md §8.2 */
const MAX_LINE = 2000;
const MAX_LONG_LINE = 8000;

/** The decisions of one connection: which rights it has, whether a sender, a recipient, a message is welcome.
 *  Its connector was chosen at accept; that connector's rights and limits are read anew at each MAIL (design D8). */
export class ReceiveSession {
  readonly id: string = randomUUID().replaceAll('-', '').slice(-16).toUpperCase();
  readonly log: ReceiveLog;
  readonly #reporter: SessionReporter;
  readonly #dependencies: ReceiveDependencies;
  readonly #peer: ReceivePeer;
  #snapshot: ConfigSnapshot;
  #connector: ReceiveConnector;
  #settings: SessionSettings;
  #reported: ReportedSession;
  #tls: TlsFacts | null = null;
  #access: SessionAccess;
  #transaction: ReceiveTransaction | null = null;

  constructor(
    dependencies: ReceiveDependencies,
    peer: ReceivePeer,
    snapshot: ConfigSnapshot,
    connector: ReceiveConnector,
  ) {
    this.#dependencies = dependencies;
    this.#peer = peer;
    this.#snapshot = snapshot;
    this.#connector = connector;
    this.#settings = this.#makeSettings();
    this.#reported = this.#makeReported();
    this.#access = sessionAccess({ connector, snapshot, user: null, clientNames: [] });
    const { localEndpoint, remoteEndpoint } = this.#reported;
    this.log = new ReceiveLog(dependencies.events, dependencies.now, {
      connectorId: this.#reported.connectorId,
      sessionId: this.id,
      localEndpoint,
      remoteEndpoint,
      verbose: connector.protocolLoggingLevel === 'Verbose',
    });
    const { events, now } = dependencies;
    this.#reporter = new SessionReporter(events, { now, log: this.log, session: () => this.#reported });
    const { localAddress, localPort } = peer;
    this.#reporter.tell({ kind: 'opened', connector: connector.name, localAddress, localPort });
    this.log.connected();
    this.#logPermissions();
  }

  get settings(): SessionSettings {
    return this.#settings;
  }

  get connectorGuid(): string {
    return this.#connector.guid;
  }

  get connectionTimeoutMs(): number {
    return this.#connector.connectionTimeoutMs;
  }

  get inactivityTimeoutMs(): number {
    return this.#connector.connectionInactivityTimeoutMs;
  }

  /** Octets of a command line without its CRLF. */
  get maxLine(): number {
    return this.#connector.longAddressesEnabled ? MAX_LONG_LINE : MAX_LINE;
  }

  /** A MAIL was accepted and its message is not decided yet. */
  get inTransaction(): boolean {
    return this.#transaction !== null;
  }

  /** The body of this transaction is BODY=BINARYMIME. */
  get isBinary(): boolean {
    return this.#transaction?.parameters.body === 'BINARYMIME';
  }

  /** How long a reply of that class waits. Exchange: TarpitInterval and AuthTarpitInterval, for anonymous sessions alone. */
  tarpitMs(delay: 'tarpit' | 'auth'): number {
    if (!this.#access.isAnonymous) return 0;
    return delay === 'auth' ? this.#connector.authTarpitIntervalMs : this.#connector.tarpitIntervalMs;
  }

  /** The handshake is done: who logged on before it did so unprotected and must do it again. RFC 3207 §4.2 */
  tlsStarted(tls: TlsFacts): void {
    this.#tls = tls;
    this.#reporter.tell({ kind: 'tls', protocol: tls.protocol });
    this.log.note(`TLS protocol ${tls.protocol} negotiation succeeded using cipher ${tls.cipher}`);
    const hadUser = this.#access.user !== null;
    this.#access = this.#accessOf(null);
    if (hadUser || this.#access.partnerDomain !== null) this.#logPermissions();
  }

  /** Checks a user's password and right to submit. A right password without that right is refused like a wrong one;
   *  the operator's log says which it was (Exchange: event 1018). */
  async authenticate(user: string, password: string): Promise<'accepted' | 'refused' | 'unavailable'> {
    const outcome = await this.#logOn(user, password);
    this.#reporter.tell({ kind: 'authenticated', outcome });
    return outcome;
  }

  async #logOn(user: string, password: string): Promise<'accepted' | 'refused' | 'unavailable'> {
    const found = await this.#lookUp(user, password);
    if (found === 'unavailable') return 'unavailable';
    if (found === null) return 'refused';
    const access = this.#accessOf(found);
    if (!decideSubmit(access.rights).allow) {
      const message =
        'The account provided valid credentials, but it has no submit permission on the Receive connector';
      this.#dependencies.logger.warn(message, {
        event: 1018,
        account: found.name,
        connector: this.#reported.connectorId,
      });
      return 'refused';
    }
    this.#access = access;
    this.#logPermissions();
    return 'accepted';
  }

  /** @returns null = 250 2.1.0 */
  onMail(path: ReversePath, parameters: MailParameters, helo: string): Refusal | null {
    if (!this.#dependencies.isAccepting() || !this.#refresh()) return NOT_ACTIVE;
    const sender = formatReversePath(path);
    const envelope = { helo, sender, recipients: [] };
    this.#reporter.tell({ kind: 'mail', helo, sender });
    const decision = decideMailCommand(this.#context(), { path, parameters, helo });
    if ('refusal' in decision)
      return this.#refuse(decision.refusal, { stage: 'MAIL', about: sender, envelope });
    if (decision.facts.senderFilter === 'blocked') this.#reporter.stamped(envelope);
    const { context, path: from } = decision.facts;
    this.#transaction = new ReceiveTransaction(
      this.#dependencies,
      decision.facts,
      pressureDelayMs(context, from),
    );
    return null;
  }

  /** How long the answer to the MAIL that was just accepted waits. */
  get mailDelayMs(): number {
    return this.#transaction?.delayMs ?? 0;
  }

  /** @returns null = 250 2.1.5 */
  onRcpt(address: Mailbox, parameters: RcptParameters): Refusal | null {
    const transaction = this.#transaction;
    if (transaction === null) return NOT_ACTIVE;
    const decision = decideRcptCommand(transaction, this.#dependencies.directory, { address, parameters });
    if ('refusal' in decision) {
      const about = formatMailbox(address);
      const envelope = { ...transaction.envelope, recipients: [about] };
      return this.#refuse(decision.refusal, { stage: 'RCPT', about, envelope });
    }
    transaction.addRecipient(decision.recipient);
    return null;
  }

  /** Body octets follow. */
  beginBody(): void {
    this.#transaction?.beginBody();
  }

  /** Keeps the octets, which must not change afterwards. A promise, which never rejects, means: no more until it resolves. */
  writeBody(octets: Buffer): Promise<void> | undefined {
    return this.#transaction?.writeBody(octets);
  }

  /** Why the message can no longer be accepted, though it is not complete; the transaction is over then. */
  refusedEarly(): Refusal | null {
    const transaction = this.#transaction;
    const refusal = transaction?.refusedEarly() ?? null;
    if (transaction === null || refusal === null) return null;
    this.reset();
    return this.#refuseMessage(refusal, transaction);
  }

  /** The message is complete. Its text follows `250 2.6.0`, and it is on stable storage by then. Never rejects for a store
   *  that fails: that is a refusal. */
  async endBody(faults: BodyFaults): Promise<Readonly<{ text: string }> | Refusal> {
    const transaction = this.#transaction;
    this.#transaction = null;
    if (transaction === null) return NOT_ACTIVE;
    const outcome = await transaction.end(faults, this.log);
    if ('text' in outcome) return outcome;
    return this.#refuseMessage(outcome, transaction);
  }

  /** The transaction is over without a message. */
  reset(): void {
    this.#transaction?.abort();
    this.#transaction = null;
  }

  /** The connection is gone. */
  close(by: 'Local' | 'Remote'): void {
    this.reset();
    this.log.disconnected(by);
  }

  async #lookUp(user: string, password: string): Promise<DirectoryUser | null | 'unavailable'> {
    try {
      return await this.#dependencies.directory.checkCredentials(user, password);
    } catch (error) {
      this.#dependencies.logger.error('The directory could not check a password', { error: String(error) });
      return 'unavailable';
    }
  }

  /** Reads the connector anew. False when it is gone or disabled. */
  #refresh(): boolean {
    const snapshot = this.#dependencies.getSnapshot();
    if (snapshot === this.#snapshot) return true;
    const connector = snapshot.receiveConnectors.find((candidate) => candidate.guid === this.#connector.guid);
    if (connector === undefined || !connector.enabled) return false;
    this.#snapshot = snapshot;
    this.#connector = connector;
    this.#settings = this.#makeSettings();
    this.#reported = this.#makeReported();
    this.#access = this.#accessOf(this.#access.user);
    return true;
  }

  #accessOf(user: DirectoryUser | null): SessionAccess {
    const clientNames = this.#tls?.clientNames ?? [];
    return sessionAccess({ connector: this.#connector, snapshot: this.#snapshot, user, clientNames });
  }

  #makeSettings(): SessionSettings {
    return sessionSettings(this.#connector, {
      snapshot: this.#snapshot,
      peerAddress: this.#peer.remoteAddress,
      product: this.#dependencies.product,
      hasCertificate: this.#dependencies.hasCertificate(this.#connector, this.#snapshot),
      at: this.#dependencies.now(),
    });
  }

  #context(): MailContext {
    return {
      snapshot: this.#snapshot,
      connector: this.#connector,
      access: this.#access,
      tls: this.#tls,
      peer: this.#peer,
      sessionId: this.id,
      dependencies: this.#dependencies,
    };
  }

  #logPermissions(): void {
    if (this.log.verbose) this.log.permissions(this.#access.rights.tokens);
  }

  #refuseMessage(refusal: Refusal, { envelope }: ReceiveTransaction): Refusal {
    return this.#refuse(refusal, { stage: 'DATA', about: envelope.sender, envelope });
  }

  #refuse(
    refusal: Refusal,
    about: Readonly<{ stage: Stage; about: string; envelope: ReportedEnvelope }>,
  ): Refusal {
    this.#reporter.refused({ refusal, ...about });
    return refusal;
  }

  #makeReported(): ReportedSession {
    const { localAddress, localPort, remoteAddress, remotePort } = this.#peer;
    return {
      connectorId: connectorId(this.#connector, this.#snapshot),
      sessionId: this.id,
      serverFqdn: this.#snapshot.server.fqdn,
      peer: this.#peer,
      localEndpoint: formatEndpoint(localAddress, localPort),
      remoteEndpoint: formatEndpoint(remoteAddress, remotePort),
    };
  }
}

const NOT_ACTIVE: Refusal = {
  reply: serviceNotActive,
  reason: 'the service or its connector is not active',
  by: 'Enabled',
  close: true,
};
