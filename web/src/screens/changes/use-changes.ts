import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Value } from '../../../../src/admin/contract/values.ts';
import { type Command, runCommand } from '../../api/commands.ts';
import { type Change, changeOf } from './change.ts';

/** What is looked for; '' is anything. Times as a `datetime-local` field gives them, in the browser's own zone. */
export type Wanted = Readonly<{
  person: string;
  cmdlet: string;
  object: string;
  from: string;
  until: string;
  outcome: '' | 'True' | 'False';
}>;

export const ANYTHING: Wanted = { person: '', cmdlet: '', object: '', from: '', until: '', outcome: '' };

/** Entries read at once; more are read when somebody asks for them. */
const PAGE = 1_000;

/** A part of a name is enough. */
function part(text: string): Value {
  return /[*?]/.test(text) ? text : `*${text}*`;
}

export function searchCommand(wanted: Wanted): Command {
  const { person, cmdlet, object, from, until, outcome } = wanted;
  return {
    name: 'Search-AdminAuditLog',
    parameters: {
      ...(person.trim() === '' ? {} : { UserIds: part(person.trim()) }),
      ...(cmdlet.trim() === '' ? {} : { Cmdlets: part(cmdlet.trim()) }),
      ...(object.trim() === '' ? {} : { ObjectIds: part(object.trim()) }),
      ...(from === '' ? {} : { StartDate: instant(from) }),
      ...(until === '' ? {} : { EndDate: instant(until) }),
      ...(outcome === '' ? {} : { IsSuccess: outcome === 'True' }),
    },
  };
}

function instant(local: string): Value {
  return new Date(local).toISOString();
}

export type Changes = UseInfiniteQueryResult<InfiniteData<readonly Change[], number>>;

/** Entries that are wanted, newest first, a page at a time. */
export function useChanges(wanted: Wanted): Changes {
  const { name, parameters } = searchCommand(wanted);
  return useInfiniteQuery({
    queryKey: ['command', name, wanted],
    initialPageParam: 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }) => {
      const page = { ResultSize: PAGE, StartIndex: pageParam };
      const { objects } = await runCommand({ name, parameters: { ...parameters, ...page } }, { signal });
      return objects.map(changeOf);
    },
    getNextPageParam: (last, all) => (last.length < PAGE ? undefined : all.length * PAGE),
  });
}

/** Somebody who types is not followed letter by letter. */
const PAUSE_MS = 300;

/** What it was when it last stayed the same for a moment. */
export function useSettled(wanted: Wanted): Wanted {
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  return settled;
}
