import { formatMail, formatRcpt, unsuitable } from './client-commands.ts';
import { beginTransaction, onContentWritten, onTransactionReply } from './client-transaction.ts';
import type {
  ClientEffect,
  ClientEvent,
  ClientSettings,
  ClientState,
  ClientStep,
  ClientTransaction,
  PeerExtensions,
  SessionFault,
} from './client-types.ts';
import { NO_EXTENSIONS, parseExtensions } from './peer-extensions.ts';
import type { Reply } from './reply.ts';

/** The phases before the first transaction. */
type GreetingState = Extract<ClientState, { tls: boolean }>;
type AuthState = Extract<ClientState, { phase: 'auth' | 'authUser' | 'authPassword' | 'authPlain' }>;

/** A session whose connection has just opened: the banner comes next. */
export function initialClientState(settings: ClientSettings): ClientState {
  return { phase: 'banner', settings, tls: false, extensions: NO_EXTENSIONS };
}

/** Advances one client session by one event. Pure: no clock, no socket, no policy.
 *
 *  `banner → ehlo (→ helo) → startTls → handshake → ehlo → auth → authUser → authPassword → idle ⇄ transaction → quitting`
 */
export function clientStep(state: ClientState, event: ClientEvent): ClientStep {
  switch (event.type) {
    case 'reply':
      return onReply(state, event.reply);
    case 'tlsStarted':
      return state.phase === 'handshake' ? hello({ ...state, tls: true }) : stay(state);
    case 'transaction':
      if (state.phase !== 'idle') return stay(state);
      return beginTransaction(state.extensions, event.transaction, { dirty: state.dirty, before: null });
    case 'contentWritten':
      return state.phase === 'transaction' ? onContentWritten(state, event.next) : stay(state);
    case 'probe':
      return state.phase === 'idle' ? beginProbe(state.extensions, event.transaction) : stay(state);
    case 'quit':
      return quit();
  }
}

function onReply(state: ClientState, reply: Reply): ClientStep {
  switch (state.phase) {
    case 'banner':
      return isPositive(reply) ? hello(state) : fail({ stage: 'banner', reply });
    case 'ehlo':
      return onEhloReply(state, reply);
    case 'helo':
      return isPositive(reply)
        ? afterHello({ ...state, extensions: NO_EXTENSIONS })
        : fail({ stage: 'hello', reply });
    case 'startTls':
      return onStartTlsReply(state, reply);
    case 'auth':
    case 'authUser':
    case 'authPassword':
    case 'authPlain':
      return onAuthReply(state, reply);
    case 'transaction':
      return onTransactionReply(state, reply);
    case 'probe':
      return isPositive(reply) ? probe(state.commands) : probed(reply);
    case 'quitting':
      return close();
    // A reply that nobody asked for: a 421 before the peer hangs up, or a peer out of step.
    case 'handshake':
    case 'idle':
    case 'closed':
      return close();
  }
}

function hello(state: GreetingState): ClientStep {
  const { helo, forceHelo } = state.settings;
  if (forceHelo) return { state: { ...state, phase: 'helo' }, effects: [send(`HELO ${helo}\r\n`)] };
  return { state: { ...state, phase: 'ehlo' }, effects: [send(`EHLO ${helo}\r\n`)] };
}

/** RFC 5321 §3.2: a server that does not know EHLO is greeted with HELO. */
function onEhloReply(state: GreetingState, reply: Reply): ClientStep {
  if (isPositive(reply)) return afterHello({ ...state, extensions: parseExtensions(reply) });
  if (reply.code < 500) return fail({ stage: 'hello', reply });
  return { state: { ...state, phase: 'helo' }, effects: [send(`HELO ${state.settings.helo}\r\n`)] };
}

function afterHello(state: GreetingState): ClientStep {
  const policy = state.settings.startTls;
  if (!state.tls && policy !== 'never') {
    if (state.extensions.startTls) {
      return { state: { ...state, phase: 'startTls' }, effects: [send('STARTTLS\r\n')] };
    }
    if (policy === 'required') return fail({ stage: 'tlsNotOffered', reply: null });
  }
  return authenticate(state);
}

function onStartTlsReply(state: GreetingState, reply: Reply): ClientStep {
  if (reply.code === 220) return { state: { ...state, phase: 'handshake' }, effects: [{ type: 'startTls' }] };
  if (state.settings.startTls === 'required' || reply.code === 421) return fail({ stage: 'startTls', reply });
  return authenticate(state);
}

function authenticate(state: GreetingState): ClientStep {
  const { settings, extensions } = state;
  const { authentication } = settings;
  if (authentication === null) return ready(extensions);
  if (authentication.afterTlsOnly && !state.tls) return fail({ stage: 'tlsNotOffered', reply: null });
  if (extensions.authLogin)
    return { state: { phase: 'auth', settings, extensions }, effects: [send('AUTH LOGIN\r\n')] };
  if (!extensions.authPlain) return fail({ stage: 'authNotOffered', reply: null });
  return {
    state: { phase: 'authPlain', settings, extensions },
    effects: [send(plainCommand(authentication))],
  };
}

/** RFC 4616 §2, with the initial response of RFC 4954 §4. */
function plainCommand({ user, password }: Readonly<{ user: string; password: string }>): string {
  return `AUTH PLAIN ${base64(`\0${user}\0${password}`)}\r\n`;
}

/** Exchange signs in by LOGIN, so PLAIN is for hosts that do not offer it. mail-flow.md §3.5 */
function onAuthReply(state: AuthState, reply: Reply): ClientStep {
  const { authentication } = state.settings;
  if (authentication === null) return fail({ stage: 'auth', reply });
  const isLast = state.phase === 'authPassword' || state.phase === 'authPlain';
  if (isLast && isPositive(reply)) return ready(state.extensions);
  if (!isIntermediate(reply) || isLast) return fail({ stage: 'auth', reply });
  const [phase, answer] =
    state.phase === 'auth'
      ? (['authUser', authentication.user] as const)
      : (['authPassword', authentication.password] as const);
  return { state: { ...state, phase }, effects: [send(`${base64(answer)}\r\n`)] };
}

function ready(extensions: PeerExtensions): ClientStep {
  return { state: { phase: 'idle', extensions, dirty: false }, effects: [{ type: 'ready', extensions }] };
}

function fail(fault: SessionFault): ClientStep {
  const effects: ClientEffect[] = [{ type: 'fault', fault }];
  if (fault.reply === null || fault.reply.code !== 421) effects.push(send('QUIT\r\n'));
  return { state: { phase: 'quitting' }, effects };
}

/** MAIL and RCPT one after another, up to the first that is refused. DATA never follows. */
function beginProbe(extensions: PeerExtensions, transaction: ClientTransaction | null): ClientStep {
  if (transaction === null) return probed(null);
  const refusal = unsuitable(transaction, extensions);
  if (refusal !== null) return probed(refusal);
  const recipients = transaction.recipients.map((recipient) => formatRcpt(recipient, extensions));
  return probe([formatMail(transaction, extensions), ...recipients]);
}

function probe([next, ...commands]: readonly string[]): ClientStep {
  if (next === undefined) return probed(null);
  return { state: { phase: 'probe', commands }, effects: [send(next)] };
}

function probed(refusal: Reply | null): ClientStep {
  const { state, effects } = refusal?.code === 421 ? close() : quit();
  return { state, effects: [{ type: 'probed', refusal }, ...effects] };
}

function quit(): ClientStep {
  return { state: { phase: 'quitting' }, effects: [send('QUIT\r\n')] };
}

function close(): ClientStep {
  return { state: { phase: 'closed' }, effects: [{ type: 'close' }] };
}

function stay(state: ClientState): ClientStep {
  return { state, effects: [] };
}

function send(text: string): ClientEffect {
  return { type: 'send', text };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** RFC 5321 §4.2: the first digit decides, so that codes nobody has heard of mean what their class says. */
function isPositive(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

function isIntermediate(reply: Reply): boolean {
  return reply.code >= 300 && reply.code < 400;
}
