import { useCallback, useEffect, useRef, useState } from 'react';
import { parseIp, parseIpRange, rangeContains } from '../../../../src/config/ip-range.ts';
import type { Command } from '../../api/commands.ts';
import { readEvents } from './read-events.ts';
import { MessageList, type TrackedMessage } from './tracked-message.ts';

/** More messages help nobody, and the page has to hold them. */
export const MOST_MESSAGES = 100_000;
/** While more is read the table is drawn anew each time that so many times more messages are there: sorting a hundred
 *  thousand of them each second would stall the page. */
const DRAW_AT_GROWTH = 1.5;

export type Search = Readonly<{
  messages: readonly TrackedMessage[];
  /** Events read so far. */
  events: number;
  isRunning: boolean;
  /** There is more than was read: it was stopped, or is too much. */
  isCut: boolean;
  error: unknown;
}>;

const BEGUN: Search = { messages: [], events: 0, isRunning: true, isCut: false, error: null };

/** Runs one search from its start to its end, as long as the component stands. */
export function useSearch(command: Command, device: string): Search & Readonly<{ stop: () => void }> {
  const [search, setSearch] = useState<Search>(BEGUN);
  const [asked] = useState({ command, device });
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    running.current = abort;
    let isGone = false;
    const tell = (next: Search): void => {
      if (!isGone) setSearch(next);
    };
    void run(asked, abort.signal, tell);
    return () => {
      isGone = true;
      abort.abort();
    };
  }, [asked]);
  return { ...search, stop: useCallback(() => running.current?.abort(), []) };
}

async function run(
  { command, device }: Readonly<{ command: Command; device: string }>,
  signal: AbortSignal,
  tell: (search: Search) => void,
): Promise<void> {
  const isOf = deviceFilter(device);
  const list = new MessageList();
  let { messages, events } = BEGUN;
  const end = (isCut: boolean, error: unknown): void =>
    tell({ messages: list.messages, events, isRunning: false, isCut, error });
  try {
    for await (const page of readEvents(command, signal)) {
      events += page.length;
      for (const event of page) if (isOf(event.clientIp)) list.add(event);
      if (list.size >= MOST_MESSAGES) return end(true, null);
      if (list.size > messages.length * DRAW_AT_GROWTH) ({ messages } = list);
      tell({ messages, events, isRunning: true, isCut: false, error: null });
    }
    end(false, null);
  } catch (error) {
    end(true, signal.aborted ? null : error);
  }
}

function deviceFilter(device: string): (address: string) => boolean {
  const range = parseIpRange(device);
  if (range === null) return () => true;
  return (text) => {
    const address = parseIp(text);
    return address !== null && rangeContains(range, address);
  };
}
