import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { type SyntheticEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { textOf } from '../../api/objects.ts';
import { CommandText } from '../../command/command-text.tsx';
import { Outcome } from '../../command/command-form.tsx';
import { errorAt, useRunCommands } from '../../command/use-run-commands.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingField } from '../../settings/setting-field.tsx';
import { BINDINGS, RANGES } from './connector-settings.ts';
import {
  faultsOf,
  FIRST_ANSWERS,
  newConnectorCommand,
  pageOfParameter,
  pagesOf,
  ROLES,
  USAGES,
  type WizardAnswers,
} from './wizard-answers.ts';

/** "New Receive connector", page by page as in Exchange. receive-connectors.md §10 */
export function NewReceiveConnector(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const run = useRunCommands();
  const [answers, setAnswers] = useState<WizardAnswers>(FIRST_ANSWERS);
  const [step, setStep] = useState(0);
  const [isJudged, setIsJudged] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step > 0) heading.current?.focus();
  }, [step]);
  const { usage } = answers;
  const pages = pagesOf(usage);
  const page = pages[step] ?? 'first';
  const isLast = step === pages.length - 1 && answers.usage !== '';
  const command = newConnectorCommand(answers);
  const guid = run.ran[0]?.result.objects[0];

  const next = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setIsJudged(true);
    if (Object.keys(faultsOf(answers, page)).length > 0) return;
    if (!isLast) {
      setIsJudged(false);
      setStep(step + 1);
      return;
    }
    if ((await run.run([command])) === null) setIsJudged(false);
  };

  if (guid !== undefined)
    return (
      <Page title={text('wizard.doneTitle', { name: answers.name })}>
        <Outcome run={run} />
        {usage === '' ? null : <p>{text(`wizard.done.${usage}`)}</p>}
        <div className="form-actions">
          <LinkButton to={`/receive-connectors/${textOf(guid, 'Guid')}?tab=relay`} primary>
            {text('wizard.toRelay')}
          </LinkButton>
          <LinkButton to="/receive-connectors">{text('wizard.toList')}</LinkButton>
        </div>
      </Page>
    );
  const faultPage = pageOfParameter(run.error);
  return (
    <Page title={text('wizard.title')}>
      <form className="wizard" onSubmit={(event) => void next(event)} noValidate>
        <h2 ref={heading} tabIndex={-1} className="step">
          {answers.usage === ''
            ? text('wizard.step', { step: step + 1 })
            : text('wizard.stepOf', { step: step + 1, all: pages.length })}
          {`: ${text(`wizard.page.${page}`)}`}
        </h2>
        <Outcome run={run} />
        {faultPage !== null && faultPage !== page && pages.includes(faultPage) ? (
          <Button onClick={() => setStep(pages.indexOf(faultPage))}>{text('wizard.toFault')}</Button>
        ) : null}
        <div className="fields">
          {page === 'first' ? (
            <FirstPage answers={answers} onChange={setAnswers} isJudged={isJudged} error={run.error} />
          ) : (
            <EndpointPage
              page={page}
              answers={answers}
              onChange={setAnswers}
              isJudged={isJudged}
              error={run.error}
            />
          )}
        </div>
        <CommandText title={text('command.before')} commands={[command]} />
        <div className="form-actions">
          {step > 0 ? <Button onClick={() => setStep(step - 1)}>{text('wizard.back')}</Button> : null}
          <Button type="submit" appearance="primary" disabled={run.isRunning}>
            {text(run.isRunning ? 'command.running' : isLast ? 'wizard.finish' : 'wizard.next')}
          </Button>
          <Button onClick={() => void navigate('/receive-connectors')}>{text('common.cancel')}</Button>
        </div>
      </form>
    </Page>
  );
}

type PageProps = Readonly<{
  answers: WizardAnswers;
  onChange: (answers: WizardAnswers) => void;
  /** Next was pressed: faults are shown. */
  isJudged: boolean;
  error: unknown;
}>;

function FirstPage({ answers, onChange, isJudged, error }: PageProps): ReactNode {
  const { text } = useLanguage();
  const faults = isJudged ? faultsOf(answers, 'first') : {};
  const message = (key: 'name' | 'role' | 'usage', parameter: string): { validationMessage?: string } => {
    const fault = faults[key];
    const told = fault === undefined ? errorAt(error, parameter) : text(fault);
    return told === undefined ? {} : { validationMessage: told };
  };
  const roleHint = answers.role === '' ? {} : { hint: text(`role.${answers.role}.hint`) };
  const usageHint = answers.usage === '' ? {} : { hint: text(`usage.${answers.usage}.hint`) };
  return (
    <>
      <Field
        label={text('connector.name')}
        hint={text('wizard.nameHint')}
        required
        {...message('name', 'Name')}
      >
        <Input
          value={answers.name}
          onChange={(_, { value }) => onChange({ ...answers, name: value })}
          autoFocus
          autoComplete="off"
          maxLength={64}
        />
      </Field>
      <Field label={text('wizard.role')} required {...roleHint} {...message('role', 'TransportRole')}>
        <RadioGroup
          value={answers.role}
          onChange={(_, { value }) =>
            onChange({ ...answers, role: ROLES.find((role) => role === value) ?? '' })
          }
        >
          {ROLES.map((role) => (
            <Radio key={role} value={role} label={text(`role.${role}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={text('wizard.usage')} required {...usageHint} {...message('usage', 'Usage')}>
        <RadioGroup
          value={answers.usage}
          onChange={(_, { value }) =>
            onChange({ ...answers, usage: USAGES.find((usage) => usage === value) ?? '' })
          }
        >
          {USAGES.map((usage) => (
            <Radio key={usage} value={usage} label={text(`usage.${usage}`)} />
          ))}
        </RadioGroup>
      </Field>
    </>
  );
}

function EndpointPage(props: PageProps & Readonly<{ page: 'bindings' | 'ranges' }>): ReactNode {
  const { page, answers, onChange, isJudged, error } = props;
  const { text } = useLanguage();
  const fault = isJudged ? faultsOf(answers, page)[page] : undefined;
  const setting = page === 'bindings' ? BINDINGS : RANGES;
  return (
    <>
      <SettingField
        setting={setting}
        draft={{ [setting.parameter]: answers[page] }}
        error={error}
        onChange={(_, value) => onChange({ ...answers, [page]: value })}
      />
      {fault === undefined ? null : (
        <p className="field-error" role="alert">
          {text(fault)}
        </p>
      )}
      {page === 'ranges' ? <p className="hint">{text('wizard.rangesAdvice')}</p> : null}
    </>
  );
}
