import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { textOf } from '../../api/objects.ts';
import { Outcome } from '../../command/outcome.tsx';
import { type CommandRun, useRunCommands } from '../../command/use-run-commands.ts';
import { errorAt } from '../../frame/error-title.ts';
import { Wizard } from '../../command/wizard.tsx';
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
  const run = useRunCommands();
  const [answers, setAnswers] = useState<WizardAnswers>(FIRST_ANSWERS);
  const made = run.ran[0]?.result.objects[0];
  if (made !== undefined) return <Made run={run} answers={answers} guid={textOf(made, 'Guid')} />;
  return (
    <Wizard
      title={text('wizard.title')}
      pages={pagesOf(answers.usage)}
      pageName={(page) => text(`wizard.page.${page}`)}
      isOpen={answers.usage === ''}
      hasFault={(page) => Object.keys(faultsOf(answers, page)).length > 0}
      command={newConnectorCommand(answers)}
      run={run}
      faultPage={pageOfParameter}
      back="/receive-connectors"
    >
      {(page, isJudged) => {
        const shared = { answers, onChange: setAnswers, isJudged, error: run.error };
        return page === 'first' ? <FirstPage {...shared} /> : <EndpointPage {...shared} page={page} />;
      }}
    </Wizard>
  );
}

type MadeProps = Readonly<{ run: CommandRun; answers: WizardAnswers; guid: string }>;

/** What its type lets it do, and where relaying is allowed. */
function Made({ run, answers: { name, usage }, guid }: MadeProps): ReactNode {
  const { text } = useLanguage();
  return (
    <Page title={text('wizard.doneTitle', { name })}>
      <Outcome run={run} />
      {usage === '' ? null : <p>{text(`wizard.done.${usage}`)}</p>}
      <div className="form-actions">
        <LinkButton to={`/receive-connectors/${guid}?tab=relay`} primary>
          {text('wizard.toRelay')}
        </LinkButton>
        <LinkButton to="/receive-connectors">{text('wizard.toList')}</LinkButton>
      </div>
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
  const language = useLanguage();
  const { text } = language;
  const faults = isJudged ? faultsOf(answers, 'first') : {};
  const message = (key: 'name' | 'role' | 'usage', parameter: string): { validationMessage?: string } => {
    const fault = faults[key];
    const told = fault === undefined ? errorAt(error, language, parameter) : text(fault);
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
