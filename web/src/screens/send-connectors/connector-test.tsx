import { Button, MessageBar, MessageBarBody, MessageBarTitle, Spinner } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { type Command, type CommandResult, runCommand } from '../../api/commands.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import { CommandText } from '../../command/command-text.tsx';
import { given, QuestionField } from '../../command/question-field.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { useLanguage } from '../../i18n/language.tsx';

type Question = Readonly<{ domain: string; from: string; to: string }>;
type Answer = CommandResult | 'cancelled';

/** Connects as a delivery would and shows the dialogue. Nothing is sent as DATA. */
export function ConnectorTest({ connector }: Readonly<{ connector: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const [question, setQuestion] = useState<Question>({ domain: '', from: '', to: '' });
  const cancel = useRef<AbortController | null>(null);
  const byMx = isOn(connector, 'DNSRoutingEnabled');
  const command = commandOf(textOf(connector, 'Name'), question, byMx);
  const isAllowed = may(command.name);
  const test = useMutation({
    mutationFn: async (): Promise<Answer> => {
      const own = new AbortController();
      cancel.current = own;
      return await runCommand(command, { signal: own.signal }).catch((error: unknown) => {
        if (own.signal.aborted) return 'cancelled' as const;
        throw error;
      });
    },
  });
  if (textOf(connector, 'DropDirectory') !== '') return <p>{text('sendTest.folder')}</p>;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    test.mutate();
  };
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
  const result = test.data === undefined || test.data === 'cancelled' ? undefined : test.data.objects[0];
  return (
    <>
      <form className="command-form" onSubmit={submit} noValidate>
        <p className="hint">{text('sendTest.intro')}</p>
        <div className="fields">
          {byMx ? field('domain', 'Domain') : null}
          {field('from', 'MailFrom')}
          {field('to', 'RcptTo')}
        </div>
        <CommandText title={text('command.before')} commands={[command]} />
        {isAllowed ? null : <p className="hint">{text('command.forbidden', { command: command.name })}</p>}
        <div className="form-actions">
          <Button type="submit" appearance="primary" disabled={test.isPending || !isAllowed}>
            {text(test.isPending ? 'sendTest.running' : 'sendTest.do')}
          </Button>
          {test.isPending ? (
            <Button onClick={() => cancel.current?.abort()}>{text('common.cancel')}</Button>
          ) : null}
        </div>
      </form>
      <div className="test-result" aria-live="polite">
        {test.isPending ? <Spinner size="tiny" label={text('sendTest.patience')} /> : null}
        {test.isError ? <ErrorBar error={test.error} /> : null}
        {result === undefined || test.isPending ? null : <Result result={result} />}
      </div>
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
