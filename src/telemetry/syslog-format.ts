import type { SyslogFacility } from '../config/log-settings.ts';
import { formatJsonEvent, type LoggedEvent } from './json-format.ts';

/** RFC 5424 §6.2.1 */
const SEVERITIES = { error: 3, warning: 4, notice: 5, info: 6 } as const;
export type Severity = keyof typeof SEVERITIES;

const FACILITY_CODES: Readonly<Record<SyslogFacility, number>> = {
  User: 1,
  Mail: 2,
  Daemon: 3,
  Local0: 16,
  Local1: 17,
  Local2: 18,
  Local3: 19,
  Local4: 20,
  Local5: 21,
  Local6: 22,
  Local7: 23,
};

export type SyslogOrigin = Readonly<{ facility: SyslogFacility; hostname: string; pid: number }>;

/** A receiver must take 2048 octets and may take more; longer ones are cut. RFC 5424 §6.1 */
const MOST_OCTETS = 8192;

/** One message without framing. Events are JSON in MSG, their kind is MSGID. RFC 5424 §6
 *  @param at epoch ms */
export function formatSyslog(
  message: Readonly<{ at: number; severity: Severity; id: string; text: string }>,
  origin: SyslogOrigin,
): Buffer {
  const priority = FACILITY_CODES[origin.facility] * 8 + SEVERITIES[message.severity];
  const hostname = printable(origin.hostname, 255);
  const head = `<${priority}>1 ${new Date(message.at).toISOString()} ${hostname} postern ${origin.pid}`;
  const octets = Buffer.from(`${head} ${printable(message.id, 32)} - ${oneLine(message.text)}`);
  return octets.length <= MOST_OCTETS ? octets : cut(octets);
}

/** The message of an event. */
export function syslogOfEvent(logged: LoggedEvent, origin: SyslogOrigin): Buffer {
  const text = formatJsonEvent(logged);
  if (logged.kind === 'tracking') {
    const { at, eventId } = logged.event;
    return formatSyslog({ at, severity: severityOf(eventId), id: eventId, text }, origin);
  }
  const severity = logged.kind === 'connectivity' ? 'info' : 'notice';
  return formatSyslog({ at: logged.at, severity, id: logged.kind, text }, origin);
}

function severityOf(eventId: string): Severity {
  if (eventId === 'FAIL' || eventId === 'POISONMESSAGE' || eventId === 'BADMAIL') return 'warning';
  return eventId === 'DEFER' || eventId === 'DSN' || eventId === 'DROP' ? 'notice' : 'info';
}

/** PRINTUSASCII, `-` where nothing is left. */
function printable(text: string, most: number): string {
  const kept = text.replaceAll(/[^!-~]/g, '').slice(0, most);
  return kept === '' ? '-' : kept;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ');
}

/** Cuts between two characters. */
function cut(octets: Buffer): Buffer {
  let end = MOST_OCTETS;
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return octets.subarray(0, end);
}
