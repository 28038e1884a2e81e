import { Badge, Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { dateOf, textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { CommandText } from '../../command/command-text.tsx';
import { Outcome } from '../../command/outcome.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { useSession } from '../../frame/session-gate.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { ACME } from './acme-form.ts';

const STATES = ['Disabled', 'Valid', 'Asking', 'Failed'] as const;
type State = (typeof STATES)[number];
const COLORS = { Disabled: 'subtle', Valid: 'success', Asking: 'informative', Failed: 'danger' } as const;
const REFRESH_MS = 5_000;
const UPDATE: Command = { name: 'Update-AcmeCertificate', parameters: {} };

/** How the order goes: its state, the last error, the next attempt, and a button that asks now. */
export function AcmeState(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const run = useRunCommands();
  const answer = useCommand(ACME.get, { enabled: may(ACME.get.name), refetchMs: REFRESH_MS });
  const object = answer.data?.objects[0];
  if (object === undefined) return null;
  const isOff = stateOf(object) === 'Disabled';
  return (
    <section className="card state-card" aria-label={text('acme.state')}>
      <Outcome run={run} />
      <Facts object={object} />
      {isOff ? <p>{text('acme.howToBegin')}</p> : null}
      {isOff || !may(UPDATE.name) ? null : (
        <>
          <CommandText title={text('command.before')} commands={[UPDATE]} />
          <div className="form-actions">
            <Button disabled={run.isRunning} onClick={() => void run.run([UPDATE])}>
              {text(run.isRunning ? 'command.running' : 'acme.askNow')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function stateOf(object: AdminObject): State {
  return STATES.find((state) => state === textOf(object, 'Status')) ?? 'Disabled';
}

function Facts({ object }: Readonly<{ object: AdminObject }>): ReactNode {
  const { text, dateTime } = useLanguage();
  const when = (property: string): string => {
    const date = dateOf(object, property);
    return date === null ? text('acme.never') : dateTime(date);
  };
  const state = stateOf(object);
  const lastError = textOf(object, 'LastError');
  return (
    <dl className="pairs">
      <div>
        <dt>{text('acme.state')}</dt>
        <dd>
          <Badge appearance="tint" color={COLORS[state]}>
            {text(`acme.state.${state}`)}
          </Badge>
        </dd>
      </div>
      <div>
        <dt>{text('acme.lastAttempt')}</dt>
        <dd>{when('LastAttempt')}</dd>
      </div>
      <div>
        <dt>{text('acme.nextAttempt')}</dt>
        <dd>{when('NextAttempt')}</dd>
      </div>
      <div>
        <dt>{text('acme.lastError')}</dt>
        <dd lang={lastError === '' ? undefined : 'en'}>{lastError || text('acme.noError')}</dd>
      </div>
      <div>
        <dt>{text('acme.account')}</dt>
        <dd>{textOf(object, 'AccountUrl') || text('acme.noAccount')}</dd>
      </div>
    </dl>
  );
}
