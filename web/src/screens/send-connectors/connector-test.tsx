import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import { given, QuestionField } from '../../command/question-field.tsx';
import { TestForm } from '../../command/test-form.tsx';
import { useTest } from '../../command/use-test.ts';
import { useLanguage } from '../../i18n/language.tsx';

type Question = Readonly<{ domain: string; from: string; to: string }>;

/** Connects as a delivery would and shows the dialogue. Nothing is sent as DATA. */
export function ConnectorTest({ connector }: Readonly<{ connector: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const [question, setQuestion] = useState<Question>({ domain: '', from: '', to: '' });
  const byMx = isOn(connector, 'DNSRoutingEnabled');
  const command = commandOf(textOf(connector, 'Name'), question, byMx);
  const test = useTest(command);
  if (textOf(connector, 'DropDirectory') !== '') return <p>{text('sendTest.folder')}</p>;
  const field = (name: keyof Question, parameter: string): ReactNode => (
    <QuestionField
      label={text(`sendTest.${name}`)}
      hint={text(`sendTest.${name}Hint`)}
      parameter={parameter}
      error={test.error}
      value={question[name]}
      onChange={(value) => setQuestion({ ...question, [name]: value })}
    />
  );
  return (
    <>
      <p className="hint">{text('sendTest.intro')}</p>
      <TestForm
        command={command}
        test={test}
        doName={text('sendTest.do')}
        runningName={text('sendTest.running')}
        patience={text('sendTest.patience')}
        result={(result) => <Result result={result} />}
      >
        {byMx ? field('domain', 'Domain') : null}
        {field('from', 'MailFrom')}
        {field('to', 'RcptTo')}
      </TestForm>
    </>
  );
}

function commandOf(name: string, { domain, from, to }: Question, byMx: boolean): Command {
  return {
    name: 'Test-SendConnector',
    parameters: {
      Identity: name,
      ...(byMx ? given('Domain', domain) : {}),
      ...given('MailFrom', from),
      ...given('RcptTo', to),
    },
  };
}

function Result({ result }: Readonly<{ result: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const isGood = textOf(result, 'Result') === 'Success';
  const place = textOf(result, 'EndPoint');
  return (
    <>
      <MessageBar intent={isGood ? 'success' : 'error'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{text(isGood ? 'sendTest.good' : 'sendTest.bad')}</MessageBarTitle>
          {isGood ? (
            text(textOf(result, 'Tls') === '' ? 'sendTest.inClear' : 'sendTest.withTls', { place })
          ) : (
            <span lang="en">{textOf(result, 'Details')}</span>
          )}
        </MessageBarBody>
      </MessageBar>
      <h2>{text('sendTest.dialogue')}</h2>
      <Dialogue lines={itemsOf(result, 'Dialogue')} />
    </>
  );
}

function Dialogue({ lines }: Readonly<{ lines: readonly string[] }>): ReactNode {
  const { text } = useLanguage();
  if (lines.length === 0) return <p>{text('sendTest.noDialogue')}</p>;
  return (
    <ol className="dialogue" lang="en">
      {lines.map((line, index) => (
        <li key={`${index} ${line}`} className={line.startsWith('>') ? 'ours' : 'theirs'}>
          <code>{line}</code>
        </li>
      ))}
    </ol>
  );
}
