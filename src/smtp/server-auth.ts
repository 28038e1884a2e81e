import { isUtf8 } from 'node:buffer';
import type { Command } from './command.ts';
import * as replies from './replies.ts';
import type { Reply } from './reply.ts';
import type { ServerEvent } from './server-types.ts';
import {
  answer,
  end,
  isInTransaction,
  type SessionState,
  type SettledState,
  type Step,
} from './server-state.ts';

/** AUTH LOGIN: two challenges, `Username:` and `Password:`. The first is left out where the command brings the answer.
 *  PLAIN is not offered, as Exchange does not on premises. RFC 4954 §4, receive-connectors.md §4.3 */

type AuthCommand = Extract<Command, { verb: 'AUTH' }>;
type AuthOutcome = Extract<ServerEvent, { type: 'authDecided' }>['outcome'];

const CANCEL = '*';
/** RFC 4954 §4: an initial response that is empty. */
const EMPTY = '=';

export function onAuth(state: SettledState, command: AuthCommand): Step {
  if (state.phase.name === 'connected') return answer(state, replies.sendHelloFirst);
  if (state.authenticated || isInTransaction(state)) return answer(state, replies.alreadyAuthenticated);
  if (command.mechanism === '') return answer(state, replies.invalidArguments);
  if (command.mechanism !== 'LOGIN' || !replies.isLoginOffered(state.settings, state.tls)) {
    return answer(state, replies.authTypeUnrecognized, 'auth');
  }
  const helo = state.phase.helo;
  if (command.initial === null)
    return answer({ ...state, phase: { name: 'authUser', helo } }, replies.askUsername);
  return takeUser(state, helo, command.initial === EMPTY ? '' : command.initial);
}

/** The client's answer to a challenge. */
export function onAuthLine(state: SettledState, line: Buffer): Step {
  const text = line.toString('latin1');
  switch (state.phase.name) {
    case 'authUser':
      return text === CANCEL ? give(state, replies.authCanceled) : takeUser(state, state.phase.helo, text);
    case 'authPassword':
      return text === CANCEL ? give(state, replies.authCanceled) : takePassword(state, state.phase, text);
    default:
      return answer(state, replies.invalidArguments);
  }
}

function takeUser(state: SettledState, helo: string, base64: string): Step {
  const user = decode(base64);
  if (user === null) return give(state, replies.invalidArguments);
  return answer({ ...state, phase: { name: 'authPassword', helo, user } }, replies.askPassword);
}

function takePassword(
  state: SettledState,
  phase: Readonly<{ helo: string; user: string }>,
  base64: string,
): Step {
  const password = decode(base64);
  if (password === null) return give(state, replies.invalidArguments);
  return {
    state: { ...state, phase: { name: 'waitCredentials', helo: phase.helo } },
    effects: [{ type: 'checkCredentials', user: phase.user, password }],
  };
}

/** Ends the exchange without a result. */
export function giveUpAuth(state: SettledState): SettledState {
  const { phase } = state;
  return phase.name === 'authUser' || phase.name === 'authPassword'
    ? { ...state, phase: { name: 'greeted', helo: phase.helo } }
    : state;
}

function give(state: SettledState, reply: Reply): Step {
  return answer(giveUpAuth(state), reply, 'auth');
}

/** Text behind canonical base64, null where it is not that. Quirk: old devices send Latin-1, not UTF-8. */
function decode(base64: string): string | null {
  const octets = Buffer.from(base64, 'base64');
  if (octets.toString('base64') !== base64 || octets.includes(0)) return null;
  return octets.toString(isUtf8(octets) ? 'utf8' : 'latin1');
}

/** Exchange: Set-ReceiveConnector -MaxLogonFailures: the failure that reaches the limit ends the session; 0 = none does. */
export function onAuthDecided(state: SessionState, helo: string, outcome: AuthOutcome): Step {
  const greeted: SessionState = { ...state, phase: { name: 'greeted', helo } };
  switch (outcome) {
    case 'accepted':
      return answer({ ...greeted, authenticated: true }, replies.authSuccessful);
    case 'unavailable':
      return answer(greeted, replies.authUnavailable);
    case 'refused': {
      const failed = { ...greeted, logonFailures: state.logonFailures + 1 };
      const limit = state.settings.maxLogonFailures;
      if (limit > 0 && failed.logonFailures >= limit) return end(failed, replies.tooManyErrors);
      return answer(failed, replies.authUnsuccessful, 'auth');
    }
  }
}
