import { Button, Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Command, runCommand } from '../api/commands.ts';
import { ErrorBar } from '../frame/error-bar.tsx';
import { Modal } from '../frame/modal.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { CommandText } from './command-text.tsx';
import { Outcome } from './outcome.tsx';
import { type Ran, useRunCommands } from './use-run-commands.ts';
import { whatIfOf } from './what-if-text.ts';

/** What the server says of this many is shown; of a hundred the first few tell enough. */
const ASKED = 5;

type Props = Readonly<{
  title: string;
  /** In plain words, what will happen and whether it can be undone. */
  consequence: string;
  /** What it is about, where it is about several. */
  names?: readonly string[];
  doName: string;
  commands: readonly Command[];
  onClose: () => void;
  /** All of them were run; the page tells of it: `Told`. */
  onDone: (ran: readonly Ran[]) => void;
}>;

/** Asks before something is destroyed: what will happen, as the server itself says, and the command. */
export function ConfirmDialog(props: Props): ReactNode {
  const { title, consequence, names = [], doName, commands, onClose, onDone } = props;
  const { text } = useLanguage();
  const run = useRunCommands();
  const asked = useQuery({
    queryKey: ['what-if', commands.slice(0, ASKED)],
    queryFn: async ({ signal }) => {
      return await Promise.all(
        commands
          .slice(0, ASKED)
          .map(async (command) => ({ command, result: await runCommand(command, { whatIf: true, signal }) })),
      );
    },
    gcTime: 0,
  });
  return (
    <Modal title={title} onClose={onClose}>
      <div className="dialog-content">
        <p>{consequence}</p>
        {names.length === 0 ? null : <Names names={names} />}
        {asked.isPending ? <Spinner size="tiny" label={text('command.asking')} /> : null}
        {asked.isError ? <ErrorBar error={asked.error} /> : null}
        <WhatIfLines asked={asked.data ?? []} />
        <CommandText title={text('command.before')} commands={commands} />
        {run.error === null ? null : <Outcome run={run} />}
        <div className="form-actions">
          <Button
            appearance="primary"
            disabled={run.isRunning || asked.isError}
            onClick={() => void run.run(commands).then((ran) => (ran === null ? undefined : onDone(ran)))}
          >
            {run.isRunning ? text('command.running') : doName}
          </Button>
          <Button data-first onClick={onClose}>
            {text('common.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function WhatIfLines({ asked }: Readonly<{ asked: readonly Ran[] }>): ReactNode {
  const language = useLanguage();
  const told = asked.map(({ command, result }) => whatIfOf(command, result, language));
  return (
    <ul className="what-if">
      {told.flatMap(({ lines, isEnglish }) =>
        lines.map((line) => (
          <li key={line} {...(isEnglish ? { lang: 'en' } : {})}>
            {line}
          </li>
        )),
      )}
    </ul>
  );
}

/** All of them, in a list that scrolls where it is long. */
function Names({ names }: Readonly<{ names: readonly string[] }>): ReactNode {
  const { text } = useLanguage();
  return (
    <section className="names" tabIndex={0} aria-label={text('object.selected')}>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
