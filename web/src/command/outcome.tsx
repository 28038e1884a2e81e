import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { ErrorBar } from '../frame/error-bar.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { CodeText } from './command-text.tsx';
import { shellText } from './shell-text.ts';
import type { CommandRun, Ran } from './use-run-commands.ts';

/** What came of a run, once it is over. */
export function Outcome({ run: { ran, error, isRunning } }: Readonly<{ run: CommandRun }>): ReactNode {
  return <Told ran={isRunning ? [] : ran} error={isRunning ? null : error} />;
}

type Props = Readonly<{
  ran: readonly Ran[];
  /** Why the next one failed, or null. */
  error?: unknown;
}>;

/** What was run and what failed. Comes into view when it appears, and takes the focus where nothing else has it: the button
 *  that asked may be disabled now. */
export function Told({ ran, error = null }: Props): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const isTold = ran.length > 0 || error !== null;
  useEffect(() => {
    if (!isTold) return;
    place.current?.scrollIntoView({ block: 'nearest' });
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [isTold, ran]);
  return (
    <div className="outcome" ref={place} tabIndex={-1} aria-live="polite">
      {error === null ? null : <ErrorBar error={error} />}
      {ran.length > 0 ? <Done done={doneOf(ran)} /> : null}
    </div>
  );
}

/** Commands that were run, as PowerShell, and what the server warned of: no secret is in it. */
export type DoneText = Readonly<{ code: string; warnings: readonly string[] }>;

export function doneOf(ran: readonly Ran[]): DoneText {
  return {
    code: ran.map(({ command }) => shellText(command)).join('\n'),
    warnings: ran.flatMap(({ result }) => result.warnings),
  };
}

export function Done({ done: { code, warnings } }: Readonly<{ done: DoneText }>): ReactNode {
  const { text } = useLanguage();
  return (
    <MessageBar intent={warnings.length > 0 ? 'warning' : 'success'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{text('command.done')}</MessageBarTitle>
        {warnings.map((warning) => (
          <p key={warning} lang="en">
            {warning}
          </p>
        ))}
        <CodeText title={text('command.after')} code={code} />
      </MessageBarBody>
    </MessageBar>
  );
}
