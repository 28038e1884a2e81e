import { Spinner } from '@fluentui/react-components';
import { hashKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { readSession, type SessionInfo, signOut } from '../api/session.ts';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import { SignIn } from '../screens/sign-in/sign-in.tsx';
import { ErrorBar } from './error-bar.tsx';

export type SessionView = SessionInfo &
  Readonly<{
    /** May this user run the command? The server decides again. */
    may: (command: string) => boolean;
    leave: () => Promise<void>;
    /** The server has ended the session; the sign-in says why. */
    end: (why: TextKey) => void;
  }>;

const Current = createContext<SessionView | null>(null);
const KEY = ['session'] as const;

export function useSession(): SessionView {
  const session = useContext(Current);
  if (session === null) throw new Error('SessionGate is missing above this component');
  return session;
}

/** Shows what it holds to those who are signed in, and the sign-in to others. */
export function SessionGate({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const { text } = useLanguage();
  const queries = useQueryClient();
  const session = useQuery({ queryKey: KEY, queryFn: readSession, staleTime: Number.POSITIVE_INFINITY });
  const info = session.data ?? null;
  const [notice, setNotice] = useState<TextKey | null>(null);
  const view = useMemo<SessionView | null>(() => {
    if (info === null) return null;
    const commands = new Set(info.commands);
    const close = (why: TextKey | null): void => {
      setNotice(why);
      queries.clear();
      queries.setQueryData(KEY, null);
    };
    const leave = async (): Promise<void> => {
      await signOut();
      close(null);
    };
    return { ...info, may: (command) => commands.has(command), leave, end: close };
  }, [info, queries]);
  useSessionEnd();
  if (session.isPending) return <Spinner className="whole" label={text('common.loading')} />;
  if (session.isError)
    return (
      <main className="whole">
        <ErrorBar error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  if (view === null) return <SignIn notice={notice} onSignedIn={(next) => queries.setQueryData(KEY, next)} />;
  return <Current value={view}>{children}</Current>;
}

/** A session that has ended elsewhere leads back to the sign-in. */
function useSessionEnd(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state;
        const isOther = query.queryHash !== hashKey(KEY);
        if (isOther && error instanceof ApiError && error.status === 401) queries.setQueryData(KEY, null);
      }),
    [queries],
  );
}
