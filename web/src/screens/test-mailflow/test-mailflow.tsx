import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { isOn, numberOf, textOf } from '../../api/objects.ts';
import { given, QuestionField } from '../../command/question-field.tsx';
import { TestForm } from '../../command/test-form.tsx';
import { useTest } from '../../command/use-test.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';

type Question = Readonly<{ to: string; name: string; within: string }>;

/** "Does mail get out?" A message of this server is sent as any other, and its way is followed. */
export function TestMailflow(): ReactNode {
  const { text } = useLanguage();
  const [question, setQuestion] = useState<Question>({ to: '', name: '', within: '' });
  const command = commandOf(question);
  const test = useTest(command);
  const field = (name: keyof Question, parameter: string): ReactNode => (
    <QuestionField
      label={text(`mailflow.${name}`)}
      hint={text(`mailflow.${name}Hint`)}
      parameter={parameter}
      error={test.error}
      value={question[name]}
      onChange={(value) => setQuestion({ ...question, [name]: value })}
    />
  );
  return (
    <Page
      title={text('mailflow.title')}
      intro={text('mailflow.intro')}
      actions={<LinkButton to="/send-connectors">{text('send.title')}</LinkButton>}
    >
      <TestForm
        command={command}
        test={test}
        doName={text('mailflow.do')}
        runningName={text('mailflow.running')}
        patience={text('mailflow.patience')}
        result={(result) => <Result result={result} />}
      >
        {field('to', 'TargetEmailAddress')}
        {question.to.trim() === '' ? null : field('name', 'TargetEmailAddressDisplayName')}
        {field('within', 'ErrorLatency')}
      </TestForm>
    </Page>
  );
}

/** A name stands before an address alone. */
function commandOf({ to, name, within }: Question): Command {
  return {
    name: 'Test-Mailflow',
    parameters: {
      ...given('TargetEmailAddress', to),
      ...(to.trim() === '' ? {} : given('TargetEmailAddressDisplayName', name)),
      ...given('ErrorLatency', within),
    },
  };
}

function Result({ result }: Readonly<{ result: AdminObject }>): ReactNode {
  const { text, number } = useLanguage();
  const told = textOf(result, 'TestMailflowResult');
  const isGood = told === 'Success';
  const address = textOf(result, 'TargetEmailAddress');
  const seconds = number(Math.round((numberOf(result, 'MessageLatencyTime') ?? 0) / 10) / 100);
  const facts: readonly (readonly [string, string])[] = [
    [text('mailflow.to'), address],
    [text('mailflow.latency'), text('mailflow.seconds', { seconds })],
    [text('mailflow.way'), text(isOn(result, 'IsRemoteTest') ? 'mailflow.toOutside' : 'mailflow.toOwn')],
  ];
  const search = new URLSearchParams({ recipient: address, period: 'hour' });
  return (
    <>
      <MessageBar intent={isGood ? 'success' : 'error'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{text(isGood ? 'mailflow.good' : 'mailflow.bad')}</MessageBarTitle>
          {isGood ? null : <span lang="en">{told}</span>}
        </MessageBarBody>
      </MessageBar>
      <dl className="pairs facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link to={`/tracking?${search}`}>{text('mailflow.toTracking')}</Link>
      </p>
    </>
  );
}
