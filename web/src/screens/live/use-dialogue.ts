import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { type DialogueLine, EMPTY_TAIL, MOST_LINES, stepTail, type Tail } from './dialogue-tail.ts';

/** Lines are shown together this often: drawing each alone would stall the page. */
const SHOW_EVERY_MS = 250;

export type DialogueFilter = Readonly<{ remote: string; connector: string }>;

/** Reconnecting goes by itself; `closed` does not. */
export type StreamState = 'connecting' | 'open' | 'closed';

export type DialogueView = Readonly<{
  tail: Tail;
  state: StreamState;
  pause: () => void;
  goOn: () => void;
  clear: () => void;
  reconnect: () => void;
}>;

/** Follows the dialogues that match, as long as the screen is open. */
export function useDialogue({ remote, connector }: DialogueFilter): DialogueView {
  const queries = useQueryClient();
  const [tail, step] = useReducer(stepTail, EMPTY_TAIL);
  const [state, setState] = useState<StreamState>('connecting');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stream = openStream({ remote, connector }, (next) => {
      setState(next);
      // A session that is over leads to the sign-in.
      if (next === 'closed') void queries.invalidateQueries({ queryKey: ['session'] });
    });
    const timer = setInterval(() => {
      const arrived = stream.take();
      if (arrived.lines.length + arrived.lost > 0) step({ kind: 'arrived', ...arrived });
    }, SHOW_EVERY_MS);
    return () => {
      clearInterval(timer);
      stream.close();
    };
  }, [remote, connector, attempt, queries]);
  return {
    tail,
    state,
    pause: useCallback(() => step({ kind: 'paused' }), []),
    goOn: useCallback(() => step({ kind: 'continued' }), []),
    clear: useCallback(() => step({ kind: 'cleared' }), []),
    reconnect: useCallback(() => {
      setState('connecting');
      setAttempt((count) => count + 1);
    }, []),
  };
}

type Arrived = Readonly<{ lines: readonly DialogueLine[]; lost: number }>;
type Stream = Readonly<{
  /** What has arrived since it was asked last. */
  take: () => Arrived;
  close: () => void;
}>;

function openStream({ remote, connector }: DialogueFilter, onState: (state: StreamState) => void): Stream {
  const query = new URLSearchParams({ types: 'dialogue' });
  if (remote !== '') query.set('remote', remote);
  if (connector !== '') query.set('connector', connector);
  let lines: DialogueLine[] = [];
  let lost = 0;
  const source = new EventSource(`/api/v1/events?${query}`);
  source.addEventListener('dialogue', ({ data }: MessageEvent<string>) => {
    const line: DialogueLine = JSON.parse(data);
    lines.push(line);
    // A page in the background may not be asked for long.
    if (lines.length < 2 * MOST_LINES) return;
    lost += lines.length - MOST_LINES;
    lines = lines.slice(-MOST_LINES);
  });
  source.addEventListener('lost', ({ data }: MessageEvent<string>) => {
    const { events }: Readonly<{ events: number }> = JSON.parse(data);
    lost += events;
  });
  source.addEventListener('open', () => onState('open'));
  source.addEventListener('error', () =>
    onState(source.readyState === EventSource.CLOSED ? 'closed' : 'connecting'),
  );
  return {
    take: () => {
      const taken = { lines, lost };
      lines = [];
      lost = 0;
      return taken;
    },
    close: () => source.close(),
  };
}
