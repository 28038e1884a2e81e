import '@fontsource-variable/noto-sans-jp/wght.css';
import { Button, Spinner } from '@fluentui/react-components';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, type ReactNode, useRef, useState, useSyncExternalStore } from 'react';
import type { CommandSpec } from '../../../../src/admin/contract/command-spec.ts';
import { useSpecs } from '../../api/specs.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { type SessionView, useSession } from '../../frame/session-gate.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { ApiHost } from './api-host.ts';
import { HistoryStore } from './history-store.ts';
import { Log } from './log.tsx';
import { Prompt } from './prompt.tsx';
import { ShellConsole } from './shell-console.ts';

/** The management shell, the same engine as `postern shell`. Its commands go through the API. What it shows may be
 *  Japanese whatever language the page is in: the font comes along. */
export function Shell(): ReactNode {
  const { text } = useLanguage();
  const queries = useQueryClient();
  const session = useSession();
  const specs = useSpecs();
  return (
    <Page title={text('shell.title')} intro={text('shell.intro')}>
      {specs.isPending ? <Spinner label={text('common.loading')} /> : null}
      {specs.isError ? <ErrorBar error={specs.error} onRetry={() => void specs.refetch()} /> : null}
      {specs.data === undefined ? null : (
        <OpenShell console={consoleOf({ session, specs: specs.data, queries })} />
      )}
    </Page>
  );
}

type Kept = Readonly<{ csrf: string; console: ShellConsole }>;
let kept: Kept | null = null;

type Parts = Readonly<{
  session: SessionView;
  specs: readonly CommandSpec[];
  queries: QueryClient;
}>;

/** One console a session: variables, log and what runs are still there after a look at another screen. */
function consoleOf({ session, specs, queries }: Parts): ShellConsole {
  if (kept?.csrf === session.csrf) return kept.console;
  const own = specs.filter(({ name }) => session.may(name));
  const host = new ApiHost(own, () => void queries.invalidateQueries({ queryKey: ['session'] }));
  kept = { csrf: session.csrf, console: new ShellConsole(host, new HistoryStore(session.user)) };
  return kept.console;
}

function OpenShell({ console }: Readonly<{ console: ShellConsole }>): ReactNode {
  const { text } = useLanguage();
  const state = useSyncExternalStore(console.subscribe, console.state);
  return (
    <section className="shell" aria-label={text('shell.title')}>
      <Log console={console} entries={state.entries}>
        <Prompt console={console} state={state} />
      </Log>
      <div className="form-actions">
        <Button disabled={!state.isRunning} onClick={() => console.interrupt('')}>
          {text('shell.stop')}
        </Button>
        <CopyLog console={console} />
        <Button onClick={() => console.clear()}>{text('shell.clear')}</Button>
        <BringFile console={console} />
        <span className="hint">{text('shell.keys')}</span>
      </div>
    </section>
  );
}

function CopyLog({ console }: Readonly<{ console: ShellConsole }>): ReactNode {
  const { text } = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const all = console.state().entries.map((entry) => (entry.kind === 'file' ? '' : entry.text));
    await navigator.clipboard.writeText(all.join('').replaceAll(/\u001b\[[\d;]*m/g, ''));
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2_000);
  };
  return (
    <Button onClick={() => void copy()}>
      <span aria-live="polite">{text(isCopied ? 'command.copied' : 'shell.copy')}</span>
    </Button>
  );
}

/** A file of the administrator's own machine, for Get-Content and Import-Csv. */
function BringFile({ console }: Readonly<{ console: ShellConsole }>): ReactNode {
  const { text } = useLanguage();
  const chooser = useRef<HTMLInputElement>(null);
  const bring = async ({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = currentTarget.files ?? [];
    if (file !== undefined) console.bring(file.name, new Uint8Array(await file.arrayBuffer()));
    if (chooser.current !== null) chooser.current.value = '';
  };
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={text('shell.bring')}
        onChange={(event) => void bring(event)}
      />
      <Button onClick={() => chooser.current?.click()}>{text('shell.bring')}</Button>
    </>
  );
}
