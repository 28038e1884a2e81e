/** How far a recipient has come, as message tracking tells it. A group or an old address was `replaced` by others. */
export type RecipientState = 'waiting' | 'delivered' | 'failed' | 'replaced';

/** What became of a message. */
export type Outcome = 'delivered' | 'failed' | 'waiting' | 'partly';

/** The part of a tracking event that moves recipients on. */
export type RecipientEvent = Readonly<{
  event: string;
  recipients: readonly string[];
  /** The address that `recipients` replace, or ''. */
  related: string;
}>;

/** Moves the recipients on by one event. Events arrive oldest first. mail-flow.md §6.3 */
export function advance(states: Map<string, RecipientState>, event: RecipientEvent): void {
  const set = (state: RecipientState): void => {
    for (const recipient of event.recipients) states.set(recipient, state);
  };
  switch (event.event) {
    case 'SEND':
    case 'DELIVER':
      return set('delivered');
    case 'FAIL':
    case 'DROP':
      return set('failed');
    case 'DEFER':
      return set('waiting');
    case 'DSN':
    case 'DUPLICATEEXPAND':
      return undefined;
    case 'EXPAND':
    case 'RESOLVE':
      if (event.related !== '') states.set(event.related, 'replaced');
      break;
    default:
  }
  for (const recipient of event.recipients) if (!states.has(recipient)) states.set(recipient, 'waiting');
  return undefined;
}

export function outcomeOf(states: ReadonlyMap<string, RecipientState>): Outcome {
  const all = new Set(states.values());
  if (all.has('waiting')) return 'waiting';
  if (!all.has('failed')) return 'delivered';
  return all.has('delivered') ? 'partly' : 'failed';
}
