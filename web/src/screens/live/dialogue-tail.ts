/** One line of an SMTP dialogue as `/events` tells it. Secrets are masked by the server. */
export type DialogueLine = Readonly<{
  session: string;
  side: 'receive' | 'send';
  connector: string;
  /** Address and port of the other side. */
  remote: string;
  /** Connected, received, sent, information, disconnected. */
  direction: '+' | '<' | '>' | '*' | '-';
  line: string;
  context: string;
  /** ISO 8601 */
  time: string;
}>;

/** The end of what was said, bounded. */
export type Tail = Readonly<{
  lines: readonly DialogueLine[];
  /** Arrived while it was paused. */
  held: readonly DialogueLine[];
  isPaused: boolean;
  /** Lines that were left out by the server, because this page read too slowly, or here, because there were too many. */
  lost: number;
}>;

/** Kept on the page; older ones are left out and counted. */
export const MOST_LINES = 5_000;

export const EMPTY_TAIL: Tail = { lines: [], held: [], isPaused: false, lost: 0 };

export type TailStep =
  | Readonly<{ kind: 'arrived'; lines: readonly DialogueLine[]; lost: number }>
  | Readonly<{ kind: 'paused' | 'continued' | 'cleared' }>;

export function stepTail(tail: Tail, step: TailStep): Tail {
  switch (step.kind) {
    case 'arrived': {
      const all = [...(tail.isPaused ? tail.held : tail.lines), ...step.lines];
      return kept({ ...tail, [tail.isPaused ? 'held' : 'lines']: all, lost: tail.lost + step.lost });
    }
    case 'paused':
      return { ...tail, isPaused: true };
    case 'continued':
      return kept({ ...tail, isPaused: false, lines: [...tail.lines, ...tail.held], held: [] });
    case 'cleared':
      return { ...EMPTY_TAIL, isPaused: tail.isPaused };
    default:
      return step satisfies never;
  }
}

function kept(tail: Tail): Tail {
  const beyond = (lines: readonly DialogueLine[]): number => Math.max(0, lines.length - MOST_LINES);
  const [lines, held] = [beyond(tail.lines), beyond(tail.held)];
  if (lines + held === 0) return tail;
  return {
    ...tail,
    lines: tail.lines.slice(lines),
    held: tail.held.slice(held),
    lost: tail.lost + lines + held,
  };
}

/** One session's lines together. */
export type Session = Readonly<{ key: string; first: DialogueLine; lines: readonly DialogueLine[] }>;

/** Sessions in the order in which they began; the lines of each in theirs. */
export function sessionsOf(lines: readonly DialogueLine[]): readonly Session[] {
  const sessions = new Map<string, DialogueLine[]>();
  for (const line of lines) {
    const key = `${line.side} ${line.session}`;
    const known = sessions.get(key);
    if (known === undefined) sessions.set(key, [line]);
    else known.push(line);
  }
  return [...sessions].flatMap(([key, [first, ...others]]) =>
    first === undefined ? [] : [{ key, first, lines: [first, ...others] }],
  );
}

/** What is said, and why, where the server tells it. */
export function lineText({ line, context }: DialogueLine): string {
  return [line, context].filter((part) => part !== '').join('  # ');
}

/** Sessions as text for a ticket or a mail. */
export function copyText(sessions: readonly Session[]): string {
  const texts = sessions.map(({ first, lines }) =>
    [
      `# ${first.session} ${first.remote} ${first.connector}`,
      ...lines.map((line) => `${line.time} ${line.direction} ${lineText(line)}`),
    ].join('\n'),
  );
  return `${texts.join('\n\n')}\n`;
}
