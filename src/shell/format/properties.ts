import { fromContract } from '../values/from-contract.ts';
import { double } from '../values/number.ts';
import { PsDateTime, PsHashtable, PsList, PsObject, type PsScalar, type PsValue } from '../values/value.ts';
import { isTagged } from './kinds.ts';

const TICKS_PER_MS = 10_000;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type Members = Readonly<Record<string, PsValue>>;

/** Names of what a value has to show, in order. Simple values (text, numbers, bools, enums) have nothing. */
export function propertyNames(value: PsValue): readonly string[] {
  if (value instanceof PsObject) return value.names();
  return Object.keys(membersOf(value));
}

/** A property by name without case; undefined where the value has none of that name. */
export function propertyOf(value: PsValue, name: string): PsValue | undefined {
  if (value instanceof PsObject) return value.has(name) ? value.get(name) : undefined;
  if (value instanceof PsHashtable && value.has(name)) return value.get(name);
  const members = { ...membersOf(value), ...hiddenMembers(value) };
  const wanted = name.toLowerCase();
  const found = Object.keys(members).find((candidate) => candidate.toLowerCase() === wanted);
  return found === undefined ? undefined : members[found];
}

/** The property's own spelling, or the one asked for. */
export function realName(value: PsValue, name: string): string {
  const wanted = name.toLowerCase();
  const all = [...propertyNames(value), ...Object.keys(hiddenMembers(value))];
  return all.find((candidate) => candidate.toLowerCase() === wanted) ?? name;
}

function membersOf(value: PsValue): Members {
  if (value instanceof PsDateTime) return dateMembers(new Date(value.ms));
  return isTagged(value) ? scalarMembers(value) : {};
}

/** Known when asked for by name, not shown on their own. */
function hiddenMembers(value: PsValue): Members {
  if (typeof value === 'string') return { Length: value.length };
  if (Array.isArray(value)) return { Length: value.length, Count: value.length };
  if (value instanceof PsList) return { Count: value.items.length };
  if (value instanceof PsHashtable) return hashtableMembers(value);
  if (isTagged(value) && value.$ === 'unlimited') return { IsUnlimited: true };
  return {};
}

function hashtableMembers(table: PsHashtable): Members {
  const entries = table.entries();
  return {
    Keys: entries.map((entry) => entry.key),
    Values: entries.map((entry) => entry.value),
    Count: table.size,
  };
}

function scalarMembers(value: PsScalar): Members {
  if (value.$ === 'timespan') return timeSpanMembers(value.ms);
  if (value.$ === 'credential')
    return { UserName: value.user, Password: { $: 'secret', text: value.password } };
  if (value.$ !== 'typed' || value.members === undefined) return {};
  const members: Record<string, PsValue> = {};
  for (const [name, member] of Object.entries(value.members)) members[name] = fromContract(member);
  return members;
}

function timeSpanMembers(ms: number): Members {
  const whole = (unit: number, size: number) => Math.trunc(ms / unit) % size;
  return {
    Days: Math.trunc(ms / DAY_MS),
    Hours: whole(HOUR_MS, 24),
    Minutes: whole(MINUTE_MS, 60),
    Seconds: whole(SECOND_MS, 60),
    Milliseconds: Math.trunc(ms % SECOND_MS),
    Ticks: ms * TICKS_PER_MS,
    TotalDays: double(ms / DAY_MS),
    TotalHours: double(ms / HOUR_MS),
    TotalMinutes: double(ms / MINUTE_MS),
    TotalSeconds: double(ms / SECOND_MS),
    TotalMilliseconds: double(ms),
  };
}

function dateMembers(at: Date): Members {
  const midnight = new Date(at.getFullYear(), at.getMonth(), at.getDate());
  const newYear = new Date(at.getFullYear(), 0, 1);
  return {
    Date: new PsDateTime(midnight.getTime()),
    Day: at.getDate(),
    DayOfWeek: { $: 'enum', type: 'DayOfWeek', text: WEEKDAYS[at.getDay()] ?? '', value: at.getDay() },
    DayOfYear: Math.round((midnight.getTime() - newYear.getTime()) / DAY_MS) + 1,
    Hour: at.getHours(),
    Kind: { $: 'enum', type: 'DateTimeKind', text: 'Local', value: 2 },
    Millisecond: at.getMilliseconds(),
    Minute: at.getMinutes(),
    Month: at.getMonth() + 1,
    Second: at.getSeconds(),
    TimeOfDay: { $: 'timespan', ms: at.getTime() - midnight.getTime() },
    Year: at.getFullYear(),
  };
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
