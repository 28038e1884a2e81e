import {
  type ArgumentFault,
  isHelloDomain,
  type PlainVerb,
  parseCommand,
  parseMail,
  parseRcpt,
} from './command.ts';
import * as replies from './replies.ts';
import type { Refusal } from './reply.ts';
import { giveUpAuth, onAuth, onAuthDecided, onAuthLine } from './server-auth.ts';
import { onBdat, onBodyDecided, onChunkReceived, onData } from './server-body.ts';
import type { ServerEvent, SessionSettings } from './server-types.ts';
import {
  afterReset,
  answer,
  close,
  end,
  refuse,
  type SessionState,
  type SettledState,
  type Step,
} from './server-state.ts';

export type { SessionState };

/** The receiving side of SMTP as a value: `step` takes one event and says what the session is now and what the pump has to
 *  do. It knows the protocol and no policy; whether a sender, a recipient or a message is welcome comes back as an event.
 *  RFC 5321, receive-connectors.md §8.2 */

export function initialState(settings: SessionSettings): SessionState {
  return {
    settings,
    tls: false,
    authenticated: false,
    chunkingOffered: false,
    errors: 0,
    logonFailures: 0,
    phase: { name: 'connected' },
  };
}

/** AUTH succeeded: tarpits do not apply, and the session acts for a user. */
export function isAuthenticated(state: SessionState): boolean {
  return state.authenticated;
}

/** Octets of an answer to a challenge, without CRLF. RFC 4954 §4 */
const MAX_AUTH_ANSWER = 12_286;

/** How long the line may be that comes next, without its CRLF.
 *  @param command octets that a command may have */
export function maxLineOf({ phase }: SessionState, command: number): number {
  const isAnswer = phase.name === 'authUser' || phase.name === 'authPassword';
  return isAnswer ? Math.max(command, MAX_AUTH_ANSWER) : command;
}

export function isTls(state: SessionState): boolean {
  return state.tls;
}

/** What the client called itself, '' before its hello and for a hello without a name. */
export function heloOf(state: SessionState): string {
  const { phase } = state;
  if (phase.name === 'waitRcpt') return phase.before.helo;
  const settled = phase.name === 'waitDiscard' ? phase.before : phase;
  return 'helo' in settled ? settled.helo : '';
}

/** Advances one session by one event. Pure: no clock, no socket, no lookup.
 *  @throws where the pump gives an event that the phase cannot have: a line while an answer is owed, an answer to nothing.
 *  Events that come after the end are ignored, since answers may be under way when a time limit ends the session. */
export function step(state: SessionState, event: ServerEvent): Step {
  if (state.phase.name === 'closed') return { state, effects: [] };
  switch (event.type) {
    case 'line':
      return onLine(settled(state, event.type), event.line);
    case 'lineTooLong':
      return answer(giveUpAuth(settled(state, event.type)), replies.lineTooLong);
    case 'lineMalformed':
      return answer(giveUpAuth(settled(state, event.type)), replies.lineMalformed);
    case 'opened':
      return answer(state, replies.banner(state.settings.banner));
    case 'settings':
      return { state: { ...state, settings: event.settings }, effects: [] };
    case 'terminate':
      return onTerminate(state, event.refusal);
    default:
      return onAnswer(state, event);
  }
}

/** During the TLS handshake nothing can be said. */
function onTerminate(state: SessionState, refusal: Refusal): Step {
  return state.phase.name === 'waitTls' ? close(state) : end(state, refusal.reply, 'none');
}

function settled(state: SessionState, event: string): SettledState {
  const { phase } = state;
  switch (phase.name) {
    case 'connected':
    case 'greeted':
    case 'mail':
    case 'rcpt':
    case 'bdat':
    case 'authUser':
    case 'authPassword':
      return { ...state, phase };
    default:
      throw new Error(`${event} in phase ${phase.name}`);
  }
}

type Answer = Exclude<
  ServerEvent,
  { type: 'line' | 'lineTooLong' | 'lineMalformed' | 'opened' | 'settings' | 'terminate' }
>;

/** What the pump owed. */
function onAnswer(state: SessionState, event: Answer): Step {
  const { phase } = state;
  switch (event.type) {
    case 'mailDecided':
      if (phase.name === 'waitMail') return onMailDecided(state, phase, event.refusal);
      break;
    case 'rcptDecided':
      if (phase.name === 'waitRcpt') return onRcptDecided(state, phase.before, event.refusal);
      break;
    case 'bodyDecided':
      if (phase.name === 'waitBody' || phase.name === 'waitChunk') {
        return onBodyDecided(state, phase.helo, event.outcome);
      }
      break;
    case 'chunkReceived':
      return onChunkReceived(state, event.octets);
    case 'authDecided':
      if (phase.name === 'waitCredentials') return onAuthDecided(state, phase.helo, event.outcome);
      break;
    case 'tlsStarted':
      if (phase.name === 'waitTls') return onTlsStarted(state);
      break;
  }
  throw new Error(`${event.type} in phase ${phase.name}`);
}

function onLine(state: SettledState, line: Buffer): Step {
  if (state.phase.name === 'authUser' || state.phase.name === 'authPassword') return onAuthLine(state, line);
  const command = parseCommand(line);
  switch (command.verb) {
    case 'HELO':
    case 'EHLO':
      return onHello(state, command.verb, command.domain);
    case 'MAIL':
      return onMail(state, command.argument);
    case 'RCPT':
      return onRcpt(state, command.argument);
    case 'BDAT':
      return onBdat(state, command);
    case 'AUTH':
      return onAuth(state, command);
    case 'unknown':
      return answer(state, replies.unrecognizedCommand(state.settings.replyFamily, command.text));
    default:
      return onPlain(state, command.verb, command.argument);
  }
}

function onPlain(state: SettledState, verb: PlainVerb, argument: string): Step {
  switch (verb) {
    case 'DATA':
      return onData(state, argument);
    case 'RSET':
      return argument === '' ? onReset(state) : answer(state, replies.invalidArguments);
    case 'QUIT':
      return argument === '' ? end(state, replies.closing) : answer(state, replies.invalidArguments);
    case 'STARTTLS':
      return onStartTls(state, argument);
    case 'NOOP':
      return answer(state, replies.ok);
    case 'HELP':
      return answer(state, replies.help);
    case 'VRFY':
      return answer(state, argument === '' ? replies.invalidArguments : replies.cannotVerify);
    case 'EXPN':
    case 'TURN':
    case 'ETRN':
      return answer(state, replies.notImplemented);
  }
}

/** RFC 5321 §4.1.4: a hello ends an open transaction; one that is refused changes nothing.
 *  Exchange: Set-ReceiveConnector -RequireEHLODomain closes the session on a hello without a name. */
function onHello(state: SettledState, verb: 'HELO' | 'EHLO', domain: string): Step {
  const { settings } = state;
  if (domain === '' && settings.requireEhloDomain) return end(state, replies.invalidDomainName);
  if (domain !== '' && !isHelloDomain(domain)) return answer(state, replies.invalidDomainName);
  const extended = verb === 'EHLO';
  const greeted: SessionState = {
    ...state,
    chunkingOffered: extended && settings.chunking,
    phase: { name: 'greeted', helo: domain },
  };
  const reply = extended ? replies.extendedHello(settings, state.tls) : replies.hello(settings);
  return afterReset(state, answer(greeted, reply));
}

function onMail(state: SettledState, argument: string): Step {
  const { phase } = state;
  if (phase.name === 'connected') return answer(state, replies.sendHelloFirst);
  if (phase.name !== 'greeted') return answer(state, replies.senderAlreadySpecified);
  const mail = parseMail(argument, state.settings);
  if (isFault(mail)) {
    return answer(state, mail === 'badAddress' ? replies.invalidSenderAddress : replies.invalidArguments);
  }
  const { helo } = phase;
  return {
    state: { ...state, phase: { name: 'waitMail', helo, parameters: mail.parameters } },
    effects: [{ type: 'askMail', path: mail.path, parameters: mail.parameters, helo }],
  };
}

function isFault(parsed: object | ArgumentFault): parsed is ArgumentFault {
  return typeof parsed === 'string';
}

function onMailDecided(
  state: SessionState,
  waiting: Extract<SessionState['phase'], { name: 'waitMail' }>,
  refusal: Refusal | null,
): Step {
  const { helo, parameters } = waiting;
  if (refusal !== null) return refuse({ ...state, phase: { name: 'greeted', helo } }, refusal);
  return answer({ ...state, phase: { name: 'mail', helo, parameters } }, replies.senderOk);
}

function onRcpt(state: SettledState, argument: string): Step {
  const { phase } = state;
  if (phase.name === 'bdat') return answer(state, replies.chunksBegun);
  if (phase.name !== 'mail' && phase.name !== 'rcpt') return answer(state, replies.needMailCommand);
  const rcpt = parseRcpt(argument, state.settings, phase.parameters.smtpUtf8);
  if (isFault(rcpt)) {
    return answer(state, rcpt === 'badAddress' ? replies.invalidRecipientAddress : replies.invalidArguments);
  }
  return {
    state: { ...state, phase: { name: 'waitRcpt', before: phase } },
    effects: [{ type: 'askRcpt', path: rcpt.path, parameters: rcpt.parameters }],
  };
}

function onRcptDecided(
  state: SessionState,
  before: Extract<SessionState['phase'], { name: 'waitRcpt' }>['before'],
  refusal: Refusal | null,
): Step {
  if (refusal !== null) return refuse({ ...state, phase: before }, refusal);
  const { helo, parameters } = before;
  return answer({ ...state, phase: { name: 'rcpt', helo, parameters } }, replies.recipientOk);
}

function onReset(state: SettledState): Step {
  const { phase } = state;
  const next: SessionState =
    phase.name === 'connected' ? state : { ...state, phase: { name: 'greeted', helo: phase.helo } };
  return afterReset(state, answer(next, replies.resetting));
}

/** RFC 3207 §4: what was said before the handshake is forgotten, the transaction with it. */
function onStartTls(state: SettledState, argument: string): Step {
  if (state.tls) return answer(state, replies.onlyOneStartTls);
  if (!state.settings.startTls) {
    return answer(state, replies.unrecognizedCommand(state.settings.replyFamily, 'STARTTLS'));
  }
  if (argument !== '') return answer(state, replies.invalidArguments);
  if (state.phase.name === 'connected') return answer(state, replies.sendHelloFirst);
  return afterReset(state, {
    state: { ...state, phase: { name: 'waitTls' } },
    effects: [{ type: 'reply', reply: replies.readyForTls, delay: 'none' }, { type: 'startTls' }],
  });
}

/** RFC 3207 §4.2. Errors and failed logons go on counting: they belong to the connection. */
function onTlsStarted(state: SessionState): Step {
  return {
    state: {
      ...state,
      tls: true,
      authenticated: false,
      chunkingOffered: false,
      phase: { name: 'connected' },
    },
    effects: [],
  };
}
