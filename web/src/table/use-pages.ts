import { keepPreviousData, type QueryKey, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Order, RowWindow } from './arrange-rows.ts';

/** Rows in one answer: two or three screens full. */
const PAGE = 200;
/** A page is asked for once the scroll area has rested so long: dragging through thousands asks for none of them. */
const REST_MS = 80;
/** A page that is out of sight is forgotten after a while: its rows take memory. */
const FORGET_MS = 60_000;

export type PageRequest = Readonly<{
  /** Rows passed over. */
  offset: number;
  count: number;
  /** null = as the server has them */
  order: Order | null;
  filter: string;
  /** When the first page was read, as it told; null for the first page. */
  asOf: string | null;
}>;

export type RowPage<Row> = Readonly<{ rows: readonly Row[]; total: number; asOf: string | null }>;

export type ReadPage<Row> = (request: PageRequest, signal: AbortSignal) => Promise<RowPage<Row>>;

export type PageSource<Row> = Readonly<{
  /** Tells these rows from others; a change reads anew. */
  name: QueryKey;
  read: ReadPage<Row>;
  /** How often the rows in sight are read anew where they are neither sorted nor filtered by the user, which costs the
   *  server a look at all of them. */
  refreshMs?: number;
}>;

export type PagedRows<Row> = Readonly<{
  /** undefined until the first page is here. */
  total: number | undefined;
  /** What is shown is of the order or filter before. */
  isStale: boolean;
  error: unknown;
  /** Row at a place; undefined while it is on its way. */
  rowAt: (place: number) => Row | undefined;
}>;

/** Rows that the server sorts and filters, read a page at a time: the first, and those in sight. */
export function usePages<Row>(
  { name, read, refreshMs }: PageSource<Row>,
  asked: Readonly<{ order: Order | null; filter: string }>,
  view: RowWindow,
): PagedRows<Row> {
  const page = (index: number, asOf: string | null) => ({
    queryKey: [...name, asked, asOf, index],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      read({ ...asked, offset: index * PAGE, count: PAGE, asOf }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: FORGET_MS,
    refetchInterval: asked.order === null && asked.filter === '' && (refreshMs ?? false),
  });
  const first = useQuery({ ...page(0, null), placeholderData: keepPreviousData });
  const wanted = useRested(pagesIn(view));
  const { data, isPlaceholderData } = first;
  const others = useQueries({
    queries: wanted.map((index) => ({
      ...page(index, data?.asOf ?? null),
      enabled: data !== undefined && !isPlaceholderData,
    })),
  });
  const pages = new Map(wanted.map((index, at) => [index, others[at]?.data] as const));
  pages.set(0, data);
  return {
    total: data?.total,
    isStale: isPlaceholderData,
    error: first.error ?? others.find(({ error }) => error !== null)?.error ?? null,
    rowAt: (place) => pages.get(Math.floor(place / PAGE))?.rows[place % PAGE],
  };
}

/** Numbers of the pages behind the first that are in sight. */
function pagesIn({ first, end }: RowWindow): string {
  const last = Math.floor(Math.max(first, end - 1) / PAGE);
  const found: number[] = [];
  for (let index = Math.max(1, Math.floor(first / PAGE)); index <= last; index++) found.push(index);
  return found.join();
}

function useRested(text: string): readonly number[] {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested === '' ? [] : rested.split(',').map(Number);
}
