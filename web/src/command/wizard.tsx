import { Button } from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Command } from '../api/commands.ts';
import { Page } from '../frame/page.tsx';
import { useSession } from '../frame/session-gate.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { CommandText } from './command-text.tsx';
import { Outcome } from './outcome.tsx';
import type { CommandRun, Ran } from './use-run-commands.ts';

type Props<Name extends string> = Readonly<{
  title: string;
  intro?: string;
  /** In their order; those of what has been chosen so far. */
  pages: readonly [Name, ...Name[]];
  pageName: (page: Name) => string;
  /** What is chosen on this page may bring further ones: how many there are is not said, and it is not the last. */
  isOpen?: boolean;
  /** Something is missing on the page, or wrong: Next stays there. */
  hasFault: (page: Name) => boolean;
  /** What the answers come to. */
  command: Command;
  run: CommandRun;
  /** The page with the field that the refusal names. */
  faultPage: (error: unknown) => Name | null;
  /** Where Cancel leads. */
  back: string;
  onDone?: (ran: readonly Ran[]) => void;
  /** @param isJudged Next was pressed: faults are shown */
  children: (page: Name, isJudged: boolean) => ReactNode;
}>;

/** Questions page by page, with the command that they come to below them. The heading of a page takes the focus. */
export function Wizard<Name extends string>(props: Props<Name>): ReactNode {
  const { title, intro, pages, isOpen = false, hasFault, command, run, back, onDone, children } = props;
  const { text } = useLanguage();
  const [step, setStep] = useState(0);
  const [isJudged, setIsJudged] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step > 0) heading.current?.focus();
  }, [step]);
  const page = pages[step] ?? pages[0];
  const isLast = step === pages.length - 1 && !isOpen;
  const go = (next: number): void => {
    setIsJudged(false);
    setStep(next);
  };
  const next = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setIsJudged(true);
    if (hasFault(page)) return;
    if (!isLast) return go(step + 1);
    const ran = await run.run([command]);
    if (ran === null) return setIsJudged(false);
    onDone?.(ran);
  };
  const faultPage = props.faultPage(run.error);
  return (
    <Page title={title} {...(intro === undefined ? {} : { intro })}>
      <form className="wizard" onSubmit={(event) => void next(event)} noValidate>
        <h2 ref={heading} tabIndex={-1} className="step">
          {isOpen
            ? text('wizard.step', { step: step + 1 })
            : text('wizard.stepOf', { step: step + 1, all: pages.length })}
          {`: ${props.pageName(page)}`}
        </h2>
        <Outcome run={run} />
        {faultPage !== null && faultPage !== page && pages.includes(faultPage) ? (
          <div>
            <Button onClick={() => go(pages.indexOf(faultPage))}>{text('wizard.toFault')}</Button>
          </div>
        ) : null}
        <div className="fields">{children(page, isJudged)}</div>
        <CommandText title={text('command.before')} commands={[command]} />
        <Buttons {...{ command, run, isLast, back }} onBack={step > 0 ? () => go(step - 1) : null} />
      </form>
    </Page>
  );
}

type ButtonsProps = Readonly<{
  command: Command;
  run: CommandRun;
  isLast: boolean;
  back: string;
  onBack: (() => void) | null;
}>;

function Buttons({ command, run, isLast, back, onBack }: ButtonsProps): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const navigate = useNavigate();
  const isForbidden = !may(command.name);
  return (
    <>
      {isForbidden ? <p className="hint">{text('command.forbidden', { command: command.name })}</p> : null}
      <div className="form-actions">
        {onBack === null ? null : <Button onClick={onBack}>{text('wizard.back')}</Button>}
        <Button type="submit" appearance="primary" disabled={run.isRunning || (isLast && isForbidden)}>
          {text(run.isRunning ? 'command.running' : isLast ? 'wizard.finish' : 'wizard.next')}
        </Button>
        <Button onClick={() => void navigate(back)}>{text('common.cancel')}</Button>
      </div>
    </>
  );
}
