import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { type SyntheticEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Command } from '../api/commands.ts';
import { ErrorBar } from '../frame/error-bar.tsx';
import { useSession } from '../frame/session-gate.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { CommandText } from './command-text.tsx';
import type { CommandRun, Ran } from './use-run-commands.ts';

type Props = Readonly<{
  /** What Save would run; none = nothing has been changed. */
  commands: readonly Command[];
  run: CommandRun;
  saveName: string;
  onCancel?: () => void;
  /** Asked before anything is run: are the fields as they must be? */
  check?: () => boolean;
  /** Called once all commands were run. */
  onDone?: (ran: readonly Ran[]) => void;
  children: ReactNode;
}>;

/** Fields, the command they make, and a button that runs it. Every form of the admin center is one of these. */
export function CommandForm(props: Props): ReactNode {
  const { commands, run, saveName, onCancel, check, onDone, children } = props;
  const { text } = useLanguage();
  const { may } = useSession();
  const forbidden = commands.find(({ name }) => !may(name));
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (commands.length === 0 || check?.() === false) return;
    const ran = await run.run(commands);
    if (ran !== null) onDone?.(ran);
  };
  return (
    <form className="command-form" onSubmit={(event) => void submit(event)} noValidate>
      <Outcome run={run} />
      <div className="fields">{children}</div>
      <CommandText title={text('command.before')} commands={commands} />
      {forbidden === undefined ? null : (
        <p className="hint">{text('command.forbidden', { command: forbidden.name })}</p>
      )}
      <div className="form-actions">
        <Button
          type="submit"
          appearance="primary"
          disabled={run.isRunning || commands.length === 0 || forbidden !== undefined}
        >
          {run.isRunning ? text('command.running') : saveName}
        </Button>
        {onCancel === undefined ? null : <Button onClick={onCancel}>{text('common.cancel')}</Button>}
      </div>
    </form>
  );
}

/** What was run, what it warned of, and what failed. Comes into view when it appears. */
export function Outcome({ run }: Readonly<{ run: CommandRun }>): ReactNode {
  const { text } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const { ran, error, isRunning } = run;
  const isTold = !isRunning && (ran.length > 0 || error !== null);
  useEffect(() => {
    if (isTold) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isTold]);
  const warnings = ran.flatMap(({ result }) => result.warnings);
  return (
    <div className="outcome" ref={place} aria-live="polite">
      {isTold && error !== null ? <ErrorBar error={error} /> : null}
      {isTold && ran.length > 0 ? (
        <MessageBar intent={warnings.length > 0 ? 'warning' : 'success'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{text('command.done')}</MessageBarTitle>
            {warnings.map((warning) => (
              <p key={warning} lang="en">
                {warning}
              </p>
            ))}
            <CommandText title={text('command.after')} commands={ran.map(({ command }) => command)} />
          </MessageBarBody>
        </MessageBar>
      ) : null}
    </div>
  );
}
