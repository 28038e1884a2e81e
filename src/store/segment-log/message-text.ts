import type { MessageFacts, MessageState } from '../../queue/message.ts';
import { factsText, readFacts } from './facts-row.ts';
import { readState, stateText } from './state-row.ts';

/** Facts and state of a message as one text, in its record and in memory (message-texts.ts): facts, a line feed, state.
 *  JSON has no line feed of its own. A text is a third of the memory of the values; it is read only when somebody asks. */
export function messageText(facts: MessageFacts, state: MessageState): string {
  return `${factsText(facts)}\n${stateText(state)}`;
}

/** The same facts with another state. */
export function withState(text: string, state: string): string {
  return text.slice(0, text.indexOf('\n') + 1) + state;
}

export function factsOfText(text: string): MessageFacts {
  return readFacts(text.slice(0, text.indexOf('\n')));
}

export function stateOfText(text: string): MessageState {
  return readState(text.slice(text.indexOf('\n') + 1));
}

/** `[1764000000000,`, with room to spare. */
const ID_OCTETS = 24;

/** The id is the first of the facts: `[1764000000000,…`. */
export function idOfText(text: Buffer): number {
  const start = text.toString('latin1', 1, Math.min(text.length, ID_OCTETS));
  return Number(start.slice(0, start.indexOf(',')));
}
