import { Button } from '@fluentui/react-components';
import type { ReactNode, SyntheticEvent } from 'react';
import type { Command } from '../api/commands.ts';
import { useSession } from '../frame/session-gate.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { CommandText } from './command-text.tsx';
import { Outcome } from './outcome.tsx';
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
