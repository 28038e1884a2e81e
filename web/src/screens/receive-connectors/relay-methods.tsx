import { Badge, Button, Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Command, runCommand } from '../../api/commands.ts';
import { useCommand } from '../../api/use-command.ts';
import { CommandText } from '../../command/command-text.tsx';
import { Outcome } from '../../command/outcome.tsx';
import { type CommandRun, useRunCommands } from '../../command/use-run-commands.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import type { Connector } from './connector.ts';
import {
  anonymousGroup,
  anyRecipient,
  entriesOf,
  externallySecured,
  FURTHER_RIGHTS,
  MINIMUM_RIGHTS,
  noAnyRecipient,
  notSecured,
  type RelayState,
  relayState,
} from './relay-state.ts';

/** Both methods of the article side by side: what each grants, what it costs, and the click that does it. */
export function RelayMethods({ connector }: Readonly<{ connector: Connector }>): ReactNode {
  const { text } = useLanguage();
  const run = useRunCommands();
  const rights = useCommand({ name: 'Get-ADPermission', parameters: { Identity: connector.identity } });
  if (rights.isPending) return <Spinner label={text('common.loading')} />;
  if (rights.isError) return <ErrorBar error={rights.error} onRetry={() => void rights.refetch()} />;
  const state = relayState(connector, entriesOf(rights.data.objects));
  const props = { connector, state, run };
  return (
    <div className="relay-methods">
      <p>{text('relay.intro')}</p>
      <State {...props} />
      <Outcome run={run} />
      <div className="cards">
        <AnonymousMethod {...props} />
        <SecuredMethod {...props} />
      </div>
    </div>
  );
}

type Props = Readonly<{ connector: Connector; state: RelayState; run: CommandRun }>;

function State({ connector, state, run }: Props): ReactNode {
  const { text } = useLanguage();
  const hosts = connector.ranges.join(', ');
  const stop = state.isSecured ? notSecured(connector) : noAnyRecipient(connector);
  return (
    <section className="relay-state" aria-label={text('relay.now')}>
      <p>
        <Badge appearance="tint" color={state.relays ? 'important' : 'informative'}>
          {text(state.relays ? 'connectors.relays' : 'connectors.relaysNot')}
        </Badge>{' '}
        {state.relays ? text('relay.nowRelays', { hosts, principal: state.principal }) : text('relay.nowNot')}
      </p>
      {state.relays ? <Step commands={[stop]} name={text('relay.stop')} run={run} isPrimary={false} /> : null}
    </section>
  );
}

function AnonymousMethod({ connector, state, run }: Props): ReactNode {
  const { text } = useLanguage();
  const first = anonymousGroup(connector);
  const second = anyRecipient(connector);
  const isWhole = state.isAnonymous && state.hasAnyRecipient;
  return (
    <section className="card" aria-labelledby="method-1">
      <MethodHead id="method-1" title="relay.anonymous" isOn={isWhole} />
      <Facts
        principal="NT AUTHORITY\ANONYMOUS LOGON"
        rights={MINIMUM_RIGHTS}
        pros={['relay.anonymous.pro']}
        cons={['relay.anonymous.con1', 'relay.anonymous.con2']}
      />
      <ol className="steps">
        <li>
          <p>{text('relay.anonymous.step1')}</p>
          <Step commands={[first]} name={text('relay.doStep1')} run={run} isDone={state.isAnonymous} />
        </li>
        <li>
          <p>{text('relay.anonymous.step2')}</p>
          <Step commands={[second]} name={text('relay.doStep2')} run={run} isDone={isWhole} />
        </li>
      </ol>
      {state.isSecured && state.hasAnyRecipient ? (
        <>
          <p>{text('relay.leftover')}</p>
          <Step
            commands={[noAnyRecipient(connector)]}
            name={text('relay.removeLeftover')}
            run={run}
            isPrimary={false}
          />
        </>
      ) : null}
    </section>
  );
}

function SecuredMethod({ connector, state, run }: Props): ReactNode {
  const { text } = useLanguage();
  return (
    <section className="card" aria-labelledby="method-2">
      <MethodHead id="method-2" title="relay.secured" isOn={state.isSecured} />
      <Facts
        principal="MS Exchange\Externally Secured Servers"
        rights={MINIMUM_RIGHTS}
        further={FURTHER_RIGHTS}
        pros={['relay.secured.pro1', 'relay.secured.pro2']}
        cons={['relay.secured.con']}
      />
      <ol className="steps">
        <li>
          <p>{text('relay.secured.step')}</p>
          <Step
            commands={[externallySecured(connector)]}
            name={text('relay.doSecured')}
            run={run}
            isDone={state.isSecured}
          />
        </li>
      </ol>
    </section>
  );
}

function MethodHead({ id, title, isOn }: Readonly<{ id: string; title: TextKey; isOn: boolean }>): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="card-head">
      <h2 id={id}>{text(title)}</h2>
      {isOn ? (
        <Badge appearance="filled" color="success">
          {text('relay.inUse')}
        </Badge>
      ) : null}
    </div>
  );
}

type FactsProps = Readonly<{
  principal: string;
  rights: readonly string[];
  further?: readonly string[];
  pros: readonly TextKey[];
  cons: readonly TextKey[];
}>;

function Facts({ principal, rights, further = [], pros, cons }: FactsProps): ReactNode {
  const { text } = useLanguage();
  const line = (key: TextKey): ReactNode => <li key={key}>{text(key)}</li>;
  return (
    <>
      <h3>{text('relay.grants', { principal })}</h3>
      <ul className="rights" lang="en">
        {rights.map((right) => (
          <li key={right}>{right}</li>
        ))}
        {further.map((right) => (
          <li key={right} className="further">
            {right}
          </li>
        ))}
      </ul>
      <h3>{text('relay.pros')}</h3>
      <ul>{pros.map(line)}</ul>
      <h3>{text('relay.cons')}</h3>
      <ul>{cons.map(line)}</ul>
    </>
  );
}

type StepProps = Readonly<{
  commands: readonly Command[];
  name: string;
  run: CommandRun;
  isDone?: boolean;
  isPrimary?: boolean;
}>;

/** A button with its command. The server is asked beforehand: a refusal of the guard is told before the click. */
function Step({ commands, name, run, isDone = false, isPrimary = true }: StepProps): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const isAllowed = commands.every((command) => may(command.name));
  const judged = useQuery({
    queryKey: ['command', 'what-if', commands],
    queryFn: ({ signal }) => Promise.all(commands.map((one) => runCommand(one, { whatIf: true, signal }))),
    enabled: isAllowed && !isDone,
    retry: false,
  });
  return (
    <>
      {isDone || !judged.isError ? null : <ErrorBar error={judged.error} />}
      {judged.isError && !isDone ? <p className="hint">{text('relay.guardAdvice')}</p> : null}
      <CommandText title={text('command.before')} commands={commands} />
      <Button
        appearance={isPrimary && !isDone ? 'primary' : 'secondary'}
        disabled={isDone || run.isRunning || !isAllowed || judged.isError}
        onClick={() => void run.run(commands)}
      >
        {isDone ? text('relay.stepDone') : name}
      </Button>
      {isAllowed ? null : (
        <p className="hint">{text('command.forbidden', { command: commands[0]?.name ?? '' })}</p>
      )}
    </>
  );
}
