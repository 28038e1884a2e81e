import type { Command } from './command.ts';
import * as replies from './replies.ts';
import type { Reply } from './reply.ts';
import type { ServerEvent } from './server-types.ts';
import { answer, end, refuse, type SessionState, type SettledState, type Step } from './server-state.ts';

/** DATA and BDAT: from an accepted recipient to the answer for the message. RFC 5321 §4.1.1.4, RFC 3030 */

type BdatCommand = Extract<Command, { verb: 'BDAT' }>;
type BodyOutcome = Extract<ServerEvent, { type: 'bodyDecided' }>['outcome'];

export function onData(state: SettledState, argument: string): Step {
  if (argument !== '') return answer(state, replies.invalidArguments);
  const { phase } = state;
  if (phase.name === 'bdat') return answer(state, replies.chunksBegun);
  if (phase.name !== 'rcpt') return answer(state, replies.needRcptCommand);
  if (phase.parameters.body === 'BINARYMIME') return answer(state, replies.binaryNeedsChunks);
  return {
    state: { ...state, phase: { name: 'waitBody', helo: phase.helo } },
    effects: [{ type: 'reply', reply: replies.startMailInput, delay: 'none' }, { type: 'receiveData' }],
  };
}

/** The octets of a chunk follow its command at once, without leave: those of a refused one are dropped, never read as
 *  commands. Where their number cannot be read the session ends, because the stream can no longer be told apart. */
export function onBdat(state: SettledState, command: BdatCommand): Step {
  if (!state.settings.chunking && !state.chunkingOffered) {
    return answer(state, replies.unrecognizedCommand(state.settings.replyFamily, 'BDAT'));
  }
  if (command.octets === null) return end(state, replies.invalidArguments);
  if (!command.valid) return drop(state, replies.invalidArguments, command.octets);
  const { phase } = state;
  if (phase.name !== 'rcpt' && phase.name !== 'bdat')
    return drop(state, replies.needRcptCommand, command.octets);
  const { helo, parameters } = phase;
  const { octets, last } = command;
  if (octets === 0 && !last) {
    return answer({ ...state, phase: { name: 'bdat', helo, parameters } }, replies.chunkReceived(0));
  }
  return {
    state: { ...state, phase: last ? { name: 'waitBody', helo } : { name: 'waitChunk', helo, parameters } },
    effects: [{ type: 'receiveChunk', octets, last }],
  };
}

function drop(state: SettledState, reply: Reply, octets: number): Step {
  const step = answer(state, reply);
  if (step.state.phase.name === 'closed' || octets === 0) return step;
  return {
    state: { ...step.state, phase: { name: 'waitDiscard', before: state.phase } },
    effects: [...step.effects, { type: 'discardChunk', octets }],
  };
}

/** However the body ends, so does the transaction. */
export function onBodyDecided(state: SessionState, helo: string, outcome: BodyOutcome): Step {
  const greeted: SessionState = { ...state, phase: { name: 'greeted', helo } };
  return 'text' in outcome ? answer(greeted, replies.bodyAccepted(outcome.text)) : refuse(greeted, outcome);
}

export function onChunkReceived(state: SessionState, octets: number): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'waitChunk': {
      const { helo, parameters } = phase;
      return answer({ ...state, phase: { name: 'bdat', helo, parameters } }, replies.chunkReceived(octets));
    }
    case 'waitDiscard':
      return { state: { ...state, phase: phase.before }, effects: [] };
    default:
      throw new Error(`chunkReceived in phase ${phase.name}`);
  }
}
