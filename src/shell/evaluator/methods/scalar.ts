import { parseTimeSpan } from '../../../admin/contract/value-text.ts';
import { formattedText } from '../../format/value-text.ts';
import { compareValues } from '../../operators/compare.ts';
import { double, isNumber, type Numeric } from '../../values/number.ts';
import { callRegex } from '../regex-statics.ts';
import { callEncoding } from '../encodings.ts';
import { addressBytes } from '../../values/address.ts';
import { toText } from '../../values/text.ts';
import type { PsScalar, PsValue } from '../../values/value.ts';

const SIZE_UNITS: Readonly<Record<string, number>> = {
  tobytes: 1,
  tokb: 1024,
  tomb: 1024 ** 2,
  togb: 1024 ** 3,
  totb: 1024 ** 4,
};

/** @returns undefined where there is no such method. shell-language.md §3.6 */
export function callScalar(
  value: PsScalar | Numeric,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  if (lower === 'tostring' && args.length > 0)
    return formattedText(value, toText(args[0] ?? null)) ?? toText(value);
  if (isNumber(value)) {
    return lower === 'compareto' ? compareValues(value, args[0] ?? null, { caseSensitive: true }) : undefined;
  }
  if (value.$ === 'typed') return callTyped(value, lower, args);
  if (value.$ === 'size') {
    const unit = SIZE_UNITS[lower];
    return unit === undefined ? undefined : Math.floor(value.bytes / unit);
  }
  if (value.$ === 'timespan') return callTimespan(value.ms, lower, args);
  if (value.$ === 'enum' && lower === 'hasflag') return hasFlag(value.text, toText(args[0] ?? null));
  if (value.$ === 'credential' && lower === 'getnetworkcredential') return value;
  return undefined;
}

function callTyped(
  value: Extract<PsScalar, { $: 'typed' }>,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  const { type, text } = value;
  const [first = null, ...others] = args;
  if (type.endsWith('.Regex')) return callRegex(lower, [first, text, ...others]);
  if (type === 'System.Net.IPAddress') return lower === 'getaddressbytes' ? addressBytes(text) : undefined;
  if (type.startsWith('System.Text.')) return callEncoding(type, lower, args);
  if (type !== 'System.Version' || lower !== 'compareto') return undefined;
  return compareValues(value, first, { caseSensitive: true });
}

function hasFlag(text: string, flag: string): boolean {
  return text.split(', ').some((name) => name.toLowerCase() === flag.toLowerCase());
}

function callTimespan(ms: number, lower: string, args: readonly PsValue[]): PsValue | undefined {
  const other = parseTimeSpan(toText(args[0] ?? null)) ?? 0;
  if (lower === 'add') return { $: 'timespan', ms: ms + other };
  if (lower === 'subtract') return { $: 'timespan', ms: ms - other };
  if (lower === 'negate') return { $: 'timespan', ms: -ms };
  return lower === 'duration' ? { $: 'timespan', ms: Math.abs(ms) } : undefined;
}

/** @returns undefined where there is no such property */
export function timespanMember(ms: number, lower: string): PsValue | undefined {
  const whole = (amount: number): number => Math.trunc(amount) || 0;
  switch (lower) {
    case 'days':
      return whole(ms / 86_400_000);
    case 'hours':
      return whole(ms / 3_600_000) % 24;
    case 'minutes':
      return whole(ms / 60_000) % 60;
    case 'seconds':
      return whole(ms / 1000) % 60;
    case 'milliseconds':
      return whole(ms) % 1000;
    case 'totaldays':
      return double(ms / 86_400_000);
    case 'totalhours':
      return double(ms / 3_600_000);
    case 'totalminutes':
      return double(ms / 60_000);
    case 'totalseconds':
      return double(ms / 1000);
    case 'totalmilliseconds':
      return double(ms);
    case 'ticks':
      return ms * 10_000;
    default:
      return undefined;
  }
}
