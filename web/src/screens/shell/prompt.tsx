import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { type Cycle, firstOf, nextOf } from '../../../../src/shell/interactive/cycle.ts';
import { EMPTY, type Line, rowDown, rowUp } from '../../../../src/shell/interactive/line.ts';
import { down, freshRecall, type Recall, search, up } from '../../../../src/shell/interactive/recall.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { type ConsoleState, PROMPT, type ShellConsole } from './shell-console.ts';

type Props = Readonly<{ console: ShellConsole; state: ConsoleState }>;

/** Where one types: a command, or the answer to what a running one asks. */
export function Prompt({ console, state }: Props): ReactNode {
  if (state.question !== null) return <Answer console={console} question={state.question} />;
  return <CommandLine console={console} state={state} />;
}

/** A text area of the browser, so that a screen reader, an input method and the clipboard work as everywhere. */
function CommandLine({ console, state }: Props): ReactNode {
  const { text } = useLanguage();
  const area = useRef<HTMLTextAreaElement>(null);
  const { recall, setRecall, cycle, act } = useTyping(console, state);
  const hint = useId();
  const { line } = recall;
  useLayoutEffect(() => {
    area.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const own = area.current;
    if (own === null) return;
    own.style.height = 'auto';
    own.style.height = `${own.scrollHeight}px`;
    if (own.selectionStart === own.selectionEnd) own.setSelectionRange(line.cursor, line.cursor);
  }, [line]);
  const situation = { line, isRunning: state.isRunning, console, cycle };
  return (
    <>
      <div className="prompt">
        <span aria-hidden>{state.isRunning ? '' : PROMPT}</span>
        <textarea
          ref={area}
          {...TYPED_AS_IS}
          rows={1}
          aria-label={text('shell.command')}
          aria-describedby={hint}
          value={line.text}
          readOnly={state.isRunning}
          onChange={({ currentTarget }) =>
            setRecall({ ...recall, line: lineIn(currentTarget), wanted: null })
          }
          onSelect={({ currentTarget }) => {
            const now = lineIn(currentTarget);
            if (now.text === line.text && now.cursor !== line.cursor) setRecall({ ...recall, line: now });
          }}
          onKeyDown={(event) => {
            const action = actionFor(event, situation);
            if (action === null) return;
            event.preventDefault();
            act(action);
          }}
        />
      </div>
      <Candidates cycle={cycle !== null && cycle.line === line ? cycle : null} />
      <span id={hint} className="sr-only">
        {text('shell.keys')}
      </span>
    </>
  );
}

/** No help of the browser with commands. */
const TYPED_AS_IS = {
  autoCapitalize: 'off',
  autoComplete: 'off',
  autoCorrect: 'off',
  spellCheck: false,
} as const;

type Typing = Readonly<{
  recall: Recall;
  setRecall: (recall: Recall) => void;
  cycle: Cycle | null;
  act: (action: Action) => void;
}>;

/** The line being typed, where in the history it comes from, and the names that Tab walks through. */
function useTyping(console: ShellConsole, state: ConsoleState): Typing {
  const [recall, setRecall] = useState<Recall>(() => freshRecall(state.history, EMPTY));
  const [cycle, setCycle] = useState<Cycle | null>(null);
  const { line } = recall;
  const erase = (): void => setRecall(freshRecall(console.state().history, EMPTY));
  const run = async (): Promise<void> => {
    erase();
    await console.submit(line.text);
    erase();
  };
  const complete = async (step: 1 | -1): Promise<void> => {
    const next =
      cycle !== null && cycle.line === line
        ? nextOf(cycle, step)
        : firstOf(line, await console.complete(line.text, line.cursor), step);
    setCycle(next);
    if (next !== null) setRecall({ ...recall, line: next.line, wanted: null });
  };
  const act = (action: Action): void => {
    if (action === 'run') void run();
    else if (action === 'complete') void complete(1);
    else if (action === 'completeBack') void complete(-1);
    else if (action === 'erase') erase();
    else if (action === 'stop') {
      console.interrupt(line.text);
      erase();
    } else setRecall({ up, down, search }[action](recall, state.history));
  };
  return { recall, setRecall, cycle, act };
}

function lineIn(area: HTMLTextAreaElement): Line {
  return { text: area.value, cursor: area.selectionStart };
}

type Action = 'run' | 'stop' | 'erase' | 'complete' | 'completeBack' | 'up' | 'down' | 'search';
type Situation = Readonly<{ line: Line; isRunning: boolean; console: ShellConsole; cycle: Cycle | null }>;

/** What a key asks for; null leaves it to the browser. Tab in an empty line goes on to the next thing on the page, so
 *  that nobody is caught here (WCAG 2.2, 2.1.2). */
function actionFor(event: KeyboardEvent<HTMLTextAreaElement>, now: Situation): Action | null {
  const { line, isRunning, console, cycle } = now;
  const { key, ctrlKey, shiftKey, currentTarget } = event;
  if (event.nativeEvent.isComposing) return null;
  if (ctrlKey && key.toLowerCase() === 'c')
    return currentTarget.selectionStart === currentTarget.selectionEnd ? 'stop' : null;
  if (isRunning) return null;
  switch (key) {
    case 'Enter':
      return !shiftKey && (console.isComplete(line.text) || line.text.endsWith('\n')) ? 'run' : null;
    case 'Tab':
      if (shiftKey) return cycle === null ? null : 'completeBack';
      return line.text.trim() === '' ? null : 'complete';
    case 'ArrowUp':
      return rowUp(line) === null ? 'up' : null;
    case 'ArrowDown':
      return rowDown(line) === null ? 'down' : null;
    case 'F8':
      return 'search';
    case 'Escape':
      return 'erase';
    default:
      return null;
  }
}

/** Names shown of many: those around the chosen one. */
const SHOWN = 12;

function Candidates({ cycle }: Readonly<{ cycle: Cycle | null }>): ReactNode {
  const { text, number } = useLanguage();
  const candidates = cycle?.completion.candidates ?? [];
  const at = cycle?.index ?? 0;
  const first = Math.max(0, Math.min(at - 3, candidates.length - SHOWN));
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (cycle !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [cycle]);
  return (
    <div className="candidates" ref={place}>
      <span role="status" className="sr-only">
        {candidates.length === 0
          ? ''
          : text('shell.candidate', {
              name: candidates[at] ?? '',
              at: number(at + 1),
              count: number(candidates.length),
            })}
      </span>
      {candidates.length < 2 ? null : (
        <ul aria-hidden>
          {candidates.slice(first, first + SHOWN).map((name, index) => (
            <li key={name} className={first + index === at ? 'chosen' : ''}>
              {name}
            </li>
          ))}
          {candidates.length > SHOWN ? <li>{`${number(at + 1)} / ${number(candidates.length)}`}</li> : null}
        </ul>
      )}
    </div>
  );
}

type AnswerProps = Readonly<{ console: ShellConsole; question: Readonly<{ text: string; hidden: boolean }> }>;

/** An answer is one line; a password's is not shown. */
function Answer({ console, question }: AnswerProps): ReactNode {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    field.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const isSelecting = event.currentTarget.selectionStart !== event.currentTarget.selectionEnd;
    const isStop = event.ctrlKey && event.key.toLowerCase() === 'c' && !isSelecting;
    if (event.nativeEvent.isComposing || (!isStop && event.key !== 'Enter')) return;
    event.preventDefault();
    setTyped('');
    if (isStop) console.interrupt('');
    else void console.submit(typed);
  };
  return (
    <div className="prompt question">
      <label htmlFor={id}>{question.text}</label>
      <input
        ref={field}
        id={id}
        type={question.hidden ? 'password' : 'text'}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
