import { integer } from '../../values/number.ts';
import { formatDate, generalDate } from '../../format/dotnet-date.ts';
import { toText } from '../../values/text.ts';
import { PsDateTime, type PsValue } from '../../values/value.ts';
import { isTagged } from '../../format/kinds.ts';

/** 100-nanosecond steps from year 1 to 1970. */
const EPOCH_TICKS = 621_355_968_000_000_000n;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const UNITS: Readonly<Record<string, number>> = {
  adddays: 86_400_000,
  addhours: 3_600_000,
  addminutes: 60_000,
  addseconds: 1000,
  addmilliseconds: 1,
  addticks: 1 / 10_000,
};

/** Properties in local time. @returns undefined where there is no such property */
export function dateMember(ms: number, lower: string): PsValue | undefined {
  const date = new Date(ms);
  switch (lower) {
    case 'year':
      return date.getFullYear();
    case 'month':
      return date.getMonth() + 1;
    case 'day':
      return date.getDate();
    case 'hour':
      return date.getHours();
    case 'minute':
      return date.getMinutes();
    case 'second':
      return date.getSeconds();
    case 'millisecond':
      return date.getMilliseconds();
    case 'date':
      return midnight(date);
    case 'timeofday':
      return { $: 'timespan', ms: ms - midnight(date).ms };
    case 'dayofweek':
      return { $: 'enum', type: 'System.DayOfWeek', text: DAYS[date.getDay()] ?? '', value: date.getDay() };
    case 'dayofyear':
      return Math.round((midnight(date).ms - new Date(date.getFullYear(), 0, 1).getTime()) / 86_400_000) + 1;
    case 'kind':
      return { $: 'enum', type: 'System.DateTimeKind', text: 'Local', value: 2 };
    case 'ticks':
      return integer(EPOCH_TICKS + BigInt(ms - date.getTimezoneOffset() * 60_000) * 10_000n, 'Int64');
    default:
      return undefined;
  }
}

function midnight(date: Date): PsDateTime {
  return new PsDateTime(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime());
}

/** @returns undefined where there is no such method */
export function callDate(ms: number, lower: string, args: readonly PsValue[]): PsValue | undefined {
  const [first = null] = args;
  const unit = UNITS[lower];
  if (unit !== undefined) return new PsDateTime(ms + Number(first) * unit);
  switch (lower) {
    case 'addmonths':
      return addMonths(ms, Number(first));
    case 'addyears':
      return addMonths(ms, Number(first) * 12);
    case 'add':
      return new PsDateTime(ms + spanOf(first));
    case 'subtract':
      return first instanceof PsDateTime
        ? { $: 'timespan', ms: ms - first.ms }
        : new PsDateTime(ms - spanOf(first));
    case 'tostring':
      return args.length === 0 ? generalDate(ms) : formatDate(ms, toText(first));
    case 'toshortdatestring':
      return formatDate(ms, 'd');
    case 'tolongdatestring':
      return formatDate(ms, 'D');
    case 'toshorttimestring':
      return formatDate(ms, 't');
    case 'tolongtimestring':
      return formatDate(ms, 'T');
    case 'touniversaltime':
      return new PsDateTime(ms + new Date(ms).getTimezoneOffset() * 60_000);
    case 'tolocaltime':
      return new PsDateTime(ms);
    default:
      return undefined;
  }
}

function spanOf(value: PsValue): number {
  return isTagged(value) && value.$ === 'timespan' ? value.ms : 0;
}

/** The day is cut to the month's last where it has fewer. */
function addMonths(ms: number, months: number): PsDateTime {
  const date = new Date(ms);
  const day = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() + months);
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  date.setDate(Math.min(day, last));
  return new PsDateTime(date.getTime());
}
