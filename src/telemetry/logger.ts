import type { Logger } from '../transport/events.ts';

type Level = 'INFO' | 'WARN' | 'ERROR';
type Fields = Readonly<Record<string, unknown>>;

/** One line an event: `2026-03-02T09:14:07.123Z WARN text key=value …`, as journald and people like to read it.
 *  @param write takes a whole line with its line end */
export function createLogger(write: (line: string) => void, now: () => number): Logger {
  return loggerTo((level, text) => write(`${new Date(now()).toISOString()} ${level} ${text}\n`));
}

/** A logger whose lines go to another place too.
 *  @param also takes level and text without line end */
export function teeLogger(logger: Logger, also: (level: Level, text: string) => void): Logger {
  const other = loggerTo(also);
  const both =
    (name: 'info' | 'warn' | 'error') =>
    (message: string, fields?: Fields): void => {
      logger[name](message, fields);
      other[name](message, fields);
    };
  return { info: both('info'), warn: both('warn'), error: both('error') };
}

/** A logger whose lines wait for another one, and go straight to it from then on. */
export function heldLogger(): Readonly<{ logger: Logger; tell: (to: Logger) => void }> {
  const held: ((to: Logger) => void)[] = [];
  let told: Logger | null = null;
  const log =
    (name: 'info' | 'warn' | 'error') =>
    (message: string, fields?: Fields): void => {
      if (told === null) held.push((to) => to[name](message, fields));
      else told[name](message, fields);
    };
  const tell = (to: Logger): void => {
    told = to;
    for (const line of held.splice(0)) line(to);
  };
  return { logger: { info: log('info'), warn: log('warn'), error: log('error') }, tell };
}

function loggerTo(take: (level: Level, text: string) => void): Logger {
  const log = (level: Level, message: string, fields?: Fields): void =>
    take(level, `${oneLine(message)}${formatFields(fields)}`);
  return {
    info: (message, fields) => log('INFO', message, fields),
    warn: (message, fields) => log('WARN', message, fields),
    error: (message, fields) => log('ERROR', message, fields),
  };
}

function formatFields(fields: Fields | undefined): string {
  if (fields === undefined) return '';
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${formatValue(value)}`)
    .join('');
}

function formatValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return typeof value === 'string' && /[\s"=]/.test(text) ? JSON.stringify(text) : oneLine(text);
}

/** A client's bytes must not be able to write log lines of their own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ');
}
