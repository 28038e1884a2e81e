import type { TlsReportFolder } from '../store/tls-report-folder.ts';
import { dayOf, readTlsReports } from '../telemetry/tls-reports.ts';
import { domainOf } from './tls-report-mailer.ts';
import type { SendTlsReports, TlsReportOutcome } from './tls-report-mailer.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Domains that are looked up together and whose reports are stored together. */
const AT_ONCE = 20;
/** Days whose outcomes are remembered. */
const KEPT_DAYS = 30;

/** By day and domain; null: mailing was off when the day's turn came. */
export type MailedDays = Readonly<Record<string, Readonly<Record<string, TlsReportOutcome>> | null>>;

type World = Readonly<{
  folder: TlsReportFolder;
  isOn: () => boolean;
  now: () => number;
  /** In [0, 1). */
  random: () => number;
}>;

/** Which reports are due to be mailed, and what became of them.
 *
 *  A day's reports go out from one to four hours after it ended, so that not all servers of the world write at midnight.
 *  A domain whose record could not be looked up is tried again each hour until the next day's turn comes. What is done is
 *  written down after each few domains: a crash in between mails these a second time, under the same report-id. */
export class TlsReportRounds {
  readonly #world: World;
  readonly #delayMs: number;
  #pausedUntil = 0;

  constructor(world: World) {
    this.#world = world;
    this.#delayMs = HOUR_MS + Math.floor(world.random() * 3 * HOUR_MS);
  }

  async outcomes(): Promise<MailedDays> {
    const stored: unknown = JSON.parse((await this.#world.folder.loadMailed()) || '{}');
    return isMailed(stored) ? stored : {};
  }

  /** Mails what is due. Rejects where files or the queue cannot be read or written. */
  async run(send: SendTlsReports, signal: AbortSignal): Promise<void> {
    const { folder, now } = this.#world;
    const yesterday = dayOf(now() - DAY_MS);
    const isTime = now() - Date.parse(dayOf(now())) >= this.#delayMs && now() >= this.#pausedUntil;
    if (!isTime || !(await folder.days()).includes(yesterday)) return;
    await this.#mail(yesterday, send, signal);
    this.#pausedUntil = now() + HOUR_MS;
  }

  async #mail(day: string, send: SendTlsReports, signal: AbortSignal): Promise<void> {
    const { folder, isOn } = this.#world;
    const before = await this.outcomes();
    const known = before[day];
    if (known === null || (known === undefined && !isOn())) return await this.#keep(before, day, null);
    let done = known ?? {};
    const reports = readTlsReports(await folder.loadDay(day));
    const open = reports.filter((report) => (done[domainOf(report)]?.state ?? 'Failed') === 'Failed');
    for (let start = 0; start < open.length && isOn() && !signal.aborted; start += AT_ONCE) {
      done = { ...done, ...(await send(open.slice(start, start + AT_ONCE), signal)) };
      await this.#keep(before, day, done);
    }
  }

  async #keep(before: MailedDays, day: string, outcomes: MailedDays[string] | null): Promise<void> {
    if (before[day] === null) return;
    const days = Object.entries({ ...before, [day]: outcomes ?? null }).toSorted(([a], [b]) =>
      a < b ? -1 : 1,
    );
    await this.#world.folder.saveMailed(JSON.stringify(Object.fromEntries(days.slice(-KEPT_DAYS))));
  }
}

/** Only this program writes the file. */
function isMailed(value: unknown): value is MailedDays {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
