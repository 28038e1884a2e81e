import { parseDateTime } from '../../admin/contract/value-text.ts';
import { formatDate } from '../format/dotnet-date.ts';
import { singleText } from '../format/value-text.ts';
import { PsDateTime, type PsValue } from '../values/value.ts';
import { numberOf, parameter, textOf, valueOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet } from './utility.ts';

/** Get-Date, New-TimeSpan, Start-Sleep. shell-language.md §10 */
export const dateCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Get-Date',
    parameters: [
      parameter('Date', 'object', { position: 0, pipeline: true, aliases: ['LastWriteTime'] }),
      ...['Year', 'Month', 'Day', 'Hour', 'Minute', 'Second', 'Millisecond'].map((name) =>
        parameter(name, 'int'),
      ),
      parameter('Format', 'string'),
      parameter('UFormat', 'string'),
      parameter('DisplayHint', 'string'),
    ],
    start: (call) => ({
      process: (input) => getDate(call, input),
      end: () => (call.expectsInput ? undefined : getDate(call, valueOf(call, 'Date') ?? null)),
    }),
  },
  {
    name: 'New-TimeSpan',
    parameters: [
      parameter('Start', 'object', { position: 0 }),
      parameter('End', 'object', { position: 1 }),
      ...['Days', 'Hours', 'Minutes', 'Seconds'].map((name) => parameter(name, 'int')),
    ],
    start: (call) => ({ end: () => call.emit({ $: 'timespan', ms: spanMs(call) }) }),
  },
  {
    name: 'Start-Sleep',
    parameters: [
      parameter('Seconds', 'int', { position: 0 }),
      parameter('Milliseconds', 'int', { aliases: ['m'] }),
    ],
    start: (call) => ({
      end: () => call.io.sleep(numberOf(call, 'Milliseconds') ?? (numberOf(call, 'Seconds') ?? 0) * 1000),
    }),
  },
];

async function getDate(call: UtilityCall, given: PsValue): Promise<void> {
  const base = instantOf(call, given);
  if (base === null) return;
  const at = new Date(base);
  const part = (name: string, usual: number) => numberOf(call, name) ?? usual;
  const ms = new Date(
    part('Year', at.getFullYear()),
    part('Month', at.getMonth() + 1) - 1,
    part('Day', at.getDate()),
    part('Hour', at.getHours()),
    part('Minute', at.getMinutes()),
    part('Second', at.getSeconds()),
    part('Millisecond', at.getMilliseconds()),
  ).getTime();
  const format = textOf(call, 'Format');
  await call.emit(format === undefined ? new PsDateTime(ms) : formatDate(ms, namedFormat(format)));
}

/** -Format FileDate and its kin name a picture. */
function namedFormat(format: string): string {
  if (format.toLowerCase() === 'filedate') return 'yyyyMMdd';
  return format.toLowerCase() === 'filedatetime' ? 'yyyyMMddTHHmmssffff' : format;
}

/** Epoch milliseconds; now where nothing was given; null after an error record. */
function instantOf(call: UtilityCall, given: PsValue): number | null {
  if (given === null) return call.io.now().getTime();
  if (given instanceof PsDateTime) return given.ms;
  const ms = parseDateTime(singleText(given));
  if (ms !== null) return ms;
  const text = singleText(given);
  const message = `Cannot bind parameter 'Date'. Cannot convert value "${text}" to type "System.DateTime". String was not recognized as a valid DateTime.`;
  call.error(
    message,
    'CannotConvertArgumentNoMessage,Microsoft.PowerShell.Commands.GetDateCommand',
    'InvalidArgument',
  );
  return null;
}

function spanMs(call: UtilityCall): number {
  const start = valueOf(call, 'Start');
  const end = valueOf(call, 'End');
  if (start !== undefined || end !== undefined) {
    return (instantOf(call, end ?? null) ?? 0) - (instantOf(call, start ?? null) ?? 0);
  }
  const part = (name: string, ms: number) => (numberOf(call, name) ?? 0) * ms;
  return (
    part('Days', 86_400_000) + part('Hours', 3_600_000) + part('Minutes', 60_000) + part('Seconds', 1000)
  );
}
