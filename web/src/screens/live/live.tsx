import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Select,
  Spinner,
} from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { parseIpRange } from '../../../../src/config/ip-range.ts';
import { ApiError } from '../../api/client.ts';
import { textOf } from '../../api/objects.ts';
import { useConnectors } from '../../api/use-connectors.ts';
import { CopyButton } from '../../command/copy-button.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { copyText, sessionsOf } from './dialogue-tail.ts';
import './live.css';
import { SessionList } from './session-list.tsx';
import { type DialogueFilter, type DialogueView, useDialogue } from './use-dialogue.ts';

/** SMTP dialogues as they happen. */
export function Live(): ReactNode {
  const { text } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const filter = { remote: search.get('remote') ?? '', connector: search.get('connector') ?? '' };
  const watch = ({ remote, connector }: DialogueFilter): void =>
    setSearch(
      { ...(remote === '' ? {} : { remote }), ...(connector === '' ? {} : { connector }) },
      { replace: true },
    );
  const key = JSON.stringify(filter);
  return (
    <Page title={text('live.title')} intro={text('live.intro')}>
      <FilterForm key={key} filter={filter} onWatch={watch} />
      <Tail key={`tail ${key}`} filter={filter} />
      <p className="hint">{text('live.note')}</p>
    </Page>
  );
}

type FormProps = Readonly<{ filter: DialogueFilter; onWatch: (filter: DialogueFilter) => void }>;

function FilterForm({ filter, onWatch }: FormProps): ReactNode {
  const { text } = useLanguage();
  const [wanted, setWanted] = useState(filter);
  const connectors = useConnectors().map((one) => textOf(one, 'Name'));
  const remote = wanted.remote.trim();
  const isBad = remote !== '' && parseIpRange(remote) === null;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBad) onWatch({ ...wanted, remote });
  };
  return (
    <form className="search-form" onSubmit={submit} noValidate>
      <Field
        label={text('live.remote')}
        hint={text('live.remoteHint')}
        {...(isBad ? { validationMessage: text('range.invalid') } : {})}
      >
        <Input
          value={wanted.remote}
          onChange={(_, { value }) => setWanted({ ...wanted, remote: value })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field label={text('live.connector')}>
        <Select
          value={wanted.connector}
          onChange={(_, { value }) => setWanted({ ...wanted, connector: value })}
        >
          <option value="">{text('live.everyConnector')}</option>
          {[...new Set([...connectors, wanted.connector])].filter(Boolean).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </Field>
      <Button type="submit" disabled={isBad}>
        {text('live.watch')}
      </Button>
    </form>
  );
}

function Tail({ filter }: Readonly<{ filter: DialogueFilter }>): ReactNode {
  const { text } = useLanguage();
  const view = useDialogue(filter);
  const { tail, state } = view;
  const sessions = useMemo(() => sessionsOf(tail.lines), [tail.lines]);
  if (state === 'closed')
    return <ErrorBar error={new ApiError(0, 'Unreachable', '')} onRetry={view.reconnect} />;
  return (
    <div className="live">
      <Tools view={view} onCopy={() => copyText(sessions)} />
      {tail.lost === 0 ? null : <Lost view={view} />}
      {sessions.length > 0 ? (
        <SessionList sessions={sessions} />
      ) : (
        <div className="empty">
          {state === 'connecting' ? (
            <Spinner label={text('live.connecting')} />
          ) : (
            <p>{text(filter.remote + filter.connector === '' ? 'live.empty' : 'live.emptyFilter')}</p>
          )}
        </div>
      )}
    </div>
  );
}

function Lost({ view }: Readonly<{ view: DialogueView }>): ReactNode {
  const { text, number } = useLanguage();
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{text('live.lost', { count: number(view.tail.lost) })}</MessageBarBody>
    </MessageBar>
  );
}

type ToolProps = Readonly<{ view: DialogueView; onCopy: () => string }>;

function Tools({ view, onCopy }: ToolProps): ReactNode {
  const { text, number } = useLanguage();
  const { tail, pause, goOn, clear } = view;
  return (
    <div className="table-tools">
      <Button onClick={tail.isPaused ? goOn : pause}>
        {text(tail.isPaused ? 'live.continue' : 'live.pause')}
      </Button>
      <Button onClick={clear} disabled={tail.lines.length === 0}>
        {text('live.clear')}
      </Button>
      {tail.lines.length === 0 ? null : <CopyButton read={onCopy} name={text('live.copyAll')} />}
      <span className="space" />
      <span className="count">
        {tail.isPaused
          ? text('live.held', { count: number(tail.held.length) })
          : text('live.count', { count: number(tail.lines.length) })}
      </span>
    </div>
  );
}
