import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { textOfValue } from '../../../../src/admin/contract/value-text.ts';
import type { AdminObject, Value } from '../../../../src/admin/contract/values.ts';
import { type Command, runCommand } from '../../api/commands.ts';
import { itemsOf, membersOf, textOf, valueOf, valuesOf } from '../../api/objects.ts';
import { CommandText } from '../../command/command-text.tsx';
import { given, QuestionField } from '../../command/question-field.tsx';
import { CauseText } from '../../frame/cause-text.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { ALL_SETTINGS } from '../receive-connectors/connector-settings.ts';
import { dialogueOf, LIMIT_NAMES, rightsOf, verdictOf } from './relay-result.ts';

type Question = Readonly<{ remote: string; port: string; local: string; from: string; to: string }>;

/** "Would this be allowed?" Nothing is sent: the server is asked what it would answer. */
export function TestRelay(): ReactNode {
  const { text } = useLanguage();
  const [search] = useSearchParams();
  const [question, setQuestion] = useState<Question>({
    remote: search.get('from') ?? '',
    port: search.get('port') ?? '25',
    local: '',
    from: '',
    to: '',
  });
  const command = commandOf(question);
  const test = useMutation({ mutationFn: () => runCommand(command) });
  const result = test.data?.objects[0];
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    test.mutate();
  };
  const field = (name: keyof Question, parameter: string): ReactNode => (
    <QuestionField
      label={text(`test.${name}`)}
      hint={text(`test.${name}Hint`)}
      required={name === 'remote'}
      parameter={parameter}
      error={test.error}
      value={question[name]}
      onChange={(value) => setQuestion({ ...question, [name]: value })}
    />
  );
  return (
    <Page title={text('test.title')} intro={text('test.intro')}>
      <form className="command-form" onSubmit={submit} noValidate>
        <div className="fields columns">
          {field('remote', 'RemoteIPAddress')}
          {field('port', 'LocalPort')}
          {field('local', 'LocalIPAddress')}
          {field('from', 'MailFrom')}
          {field('to', 'RcptTo')}
        </div>
        <CommandText title={text('command.before')} commands={[command]} />
        <div className="form-actions">
          <Button
            type="submit"
            appearance="primary"
            disabled={test.isPending || question.remote.trim() === ''}
          >
            {text(test.isPending ? 'command.running' : 'test.do')}
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {test.isError ? <ErrorBar error={test.error} /> : null}
        {result === undefined || test.isPending ? null : <Result result={result} />}
      </div>
    </Page>
  );
}

function commandOf({ remote, port, local, from, to }: Question): Command {
  return {
    name: 'Test-Relay',
    parameters: {
      RemoteIPAddress: remote.trim(),
      ...given('LocalPort', port === '25' ? '' : port),
      ...given('LocalIPAddress', local),
      ...given('MailFrom', from),
      ...given('RcptTo', to),
    },
  };
}

function Result({ result }: Readonly<{ result: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const verdict = verdictOf(result);
  const lines = dialogueOf(result);
  return (
    <div className="test-result">
      <MessageBar intent={verdict.allowed ? 'success' : 'error'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{text(verdict.text)}</MessageBarTitle>
          <span lang="en">{textOf(result, 'Result')}</span>
        </MessageBarBody>
      </MessageBar>
      <h2>{text('test.connector')}</h2>
      {textOf(result, 'Connector') === '' ? (
        <p>{text('test.noConnectorWhy')}</p>
      ) : (
        <p>
          <strong>{textOf(result, 'Connector')}</strong>{' '}
          <CauseText
            facts={membersOf(valueOf(result, 'ConnectorReason'))}
            words={textOf(result, 'ConnectorReason')}
          />
        </p>
      )}
      <Others others={valuesOf(result, 'OtherConnectors')} />
      {lines.length === 0 ? null : (
        <>
          <h2>{text('test.dialogue')}</h2>
          <ol className="dialogue" lang="en">
            {lines.map(({ by, line, why }) => (
              <li key={line} className={by}>
                <span className="sr-only">{text(by === 'client' ? 'test.client' : 'test.server')}</span>
                <code>{line}</code>
                {why === undefined || why === '' ? null : <span className="hint">{why}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
      <Reasons result={result} />
    </div>
  );
}

/** As the connector's own tab calls it. */
function limitKey(parameter: string): TextKey | undefined {
  return ALL_SETTINGS.find((setting) => setting.parameter === parameter)?.name;
}

function Others({ others }: Readonly<{ others: readonly Value[] }>): ReactNode {
  const { text } = useLanguage();
  if (others.length === 0) return null;
  return (
    <details>
      <summary>{text('test.others')}</summary>
      <ul>
        {others.map((other) => {
          const { connector = '', ...facts } = membersOf(other);
          return (
            <li key={textOfValue(other)}>
              <strong>{connector}</strong> <CauseText facts={facts} words={textOfValue(other)} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** The rights that decided and the limits that would apply. */
function Reasons({ result }: Readonly<{ result: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const rights = rightsOf(result);
  if (rights.length === 0) return null;
  return (
    <div className="columns">
      <section>
        <h2>{text('test.rights')}</h2>
        <p className="hint">{text('test.principals', { names: itemsOf(result, 'Principals').join(', ') })}</p>
        <ul className="plain">
          {rights.map(({ right, granted, by }) => (
            <li key={right} className={granted ? 'granted' : 'none'}>
              <span aria-hidden>{granted ? '✓ ' : '– '}</span>
              <span lang="en">{right}</span>{' '}
              <span className="hint">
                {text(granted ? 'rights.granted' : 'rights.none')}
                {by === '' ? '' : ` (${by})`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{text('test.limits')}</h2>
        <dl className="pairs">
          {LIMIT_NAMES.map((name) => {
            const key = limitKey(name);
            return (
              <div key={name}>
                <dt title={name}>{key === undefined ? name : text(key)}</dt>
                <dd>{textOf(result, name)}</dd>
              </div>
            );
          })}
        </dl>
      </section>
    </div>
  );
}
