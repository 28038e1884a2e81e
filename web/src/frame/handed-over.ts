import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { doneOf, type DoneText } from '../command/outcome.tsx';
import type { Ran } from '../command/use-run-commands.ts';

type HandedOver = Readonly<{ done: DoneText }>;

/** State of the address to which a page leads that is no more once its commands were run. Browsers keep it, so that it is
 *  text without secrets. */
export function handedOver(ran: readonly Ran[]): HandedOver {
  return { done: doneOf(ran) };
}

/** What was run on the page before, or null, and how it is forgotten. It is told once, and not again when this page is
 *  loaded anew. */
export function useHandedOver(): readonly [DoneText | null, () => void] {
  const { state, search } = useLocation();
  const navigate = useNavigate();
  const [done, setDone] = useState(() => doneIn(state));
  const isFresh = doneIn(state) !== null;
  useEffect(() => {
    if (isFresh) void navigate({ search }, { replace: true, state: null });
  }, [isFresh, navigate, search]);
  return [done, () => setDone(null)];
}

function doneIn(state: unknown): DoneText | null {
  return isHandedOver(state) ? state.done : null;
}

/** Nobody but `handedOver` writes it. */
function isHandedOver(state: unknown): state is HandedOver {
  return typeof state === 'object' && state !== null && 'done' in state;
}
