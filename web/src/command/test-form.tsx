import { Button, Spinner } from '@fluentui/react-components';
import type { ReactNode, SyntheticEvent } from 'react';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';
import { ErrorBar } from '../frame/error-bar.tsx';
import { useSession } from '../frame/session-gate.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { CommandText } from './command-text.tsx';
import type { TestRun } from './use-test.ts';

type Props = Readonly<{
  command: Command;
  test: TestRun;
  doName: string;
  runningName: string;
  /** What is told while it runs. */
  patience: string;
  children: ReactNode;
  result: (result: AdminObject) => ReactNode;
}>;

/** Questions, the command that they come to, a button that runs it and one that ends the wait, and what was found. */
export function TestForm(props: Props): ReactNode {
  const { command, test, doName, runningName, patience, children, result } = props;
  const { text } = useLanguage();
  const { may } = useSession();
  const isAllowed = may(command.name);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    test.start();
  };
  return (
    <>
      <form className="command-form" onSubmit={submit} noValidate>
        <div className="fields">{children}</div>
        <CommandText title={text('command.before')} commands={[command]} />
        {isAllowed ? null : <p className="hint">{text('command.forbidden', { command: command.name })}</p>}
        <div className="form-actions">
          <Button type="submit" appearance="primary" disabled={test.isRunning || !isAllowed}>
            {test.isRunning ? runningName : doName}
          </Button>
          {test.isRunning ? <Button onClick={test.cancel}>{text('common.cancel')}</Button> : null}
        </div>
      </form>
      <div className="test-result" aria-live="polite">
        {test.isRunning ? <Spinner size="tiny" label={patience} /> : null}
        {test.error === null ? null : <ErrorBar error={test.error} />}
        {test.result === undefined ? null : result(test.result)}
      </div>
    </>
  );
}
