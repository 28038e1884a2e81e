import type { TlsReportView } from '../admin/ports.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { TlsReportFolder } from '../store/tls-report-folder.ts';
import { TlsReports, dayOf, readTlsReports } from '../telemetry/tls-reports.ts';
import type { TlsReport, TlsTally } from '../telemetry/tls-reports.ts';
import { postmasterAddress } from '../transport/dsn/settings.ts';
import type { Logger, TlsOutcome } from '../transport/events.ts';
import { TlsReportRounds } from './tls-report-rounds.ts';
import type { SendTlsReports } from './tls-report-mailer.ts';
import { tlsReportView } from './tls-report-view.ts';

const SAVE_EVERY_MS = 5 * 60_000;

type World = Readonly<{
  folder: TlsReportFolder;
  getSnapshot: () => ConfigSnapshot;
  logger: Logger;
  now: () => number;
}>;

/** Writes what TLS reporting counts: every few minutes, at the end, and each day its own file. What is to be mailed is
 *  mailed after the day. */
export class TlsReportKeeper {
  readonly #world: World;
  readonly #reports: TlsReports;
  readonly #rounds: TlsReportRounds;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #written: Promise<void> = Promise.resolve();

  constructor(world: World) {
    this.#world = world;
    this.#reports = new TlsReports({
      organization: () => organizationOf(world.getSnapshot()),
      finished: (day, reports) => this.#write(() => world.folder.saveDay(day, pretty(reports))),
    });
    this.#rounds = new TlsReportRounds({
      ...world,
      isOn: () => world.getSnapshot().transportConfig.tlsReportsEnabled,
      random: Math.random,
    });
  }

  count(outcome: TlsOutcome): void {
    this.#reports.count(outcome);
  }

  /** @param send null: nothing is ever mailed */
  async start(send: SendTlsReports | null): Promise<void> {
    const { folder, logger, now } = this.#world;
    try {
      const state: unknown = JSON.parse((await folder.loadState()) || 'null');
      if (isState(state)) this.#reports.restore(state.day, state.tallies, now());
    } catch (error) {
      logger.warn('The counts for TLS reports could not be read and begin anew', { error: String(error) });
    }
    this.#timer = setInterval(() => {
      this.#save();
      if (send !== null) this.#write(() => this.#rounds.run(send, this.#stop.signal));
    }, SAVE_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stop.abort();
    this.#save();
    await this.#written;
  }

  /** The reports of the days that are kept and of the day that runs, the newest first. */
  async list(): Promise<readonly TlsReportView[]> {
    const { folder, now } = this.#world;
    this.#reports.turn(now());
    await this.#written;
    const today = dayOf(now());
    const past = (await folder.days()).filter((day) => day !== today).toReversed();
    const days: (readonly [day: string, reports: readonly TlsReport[]])[] = [
      [today, this.#reports.reports()],
    ];
    for (const day of past) days.push([day, readTlsReports(await folder.loadDay(day))]);
    const mailed = await this.#rounds.outcomes();
    return days.flatMap(([day, reports]) =>
      reports.flatMap((report) => tlsReportView(report, { day, today, mailed })),
    );
  }

  #save(): void {
    const { folder, now } = this.#world;
    this.#reports.turn(now());
    const state = this.#reports.state();
    if (state.tallies.length === 0) return;
    const [json, reports] = [JSON.stringify(state), pretty(this.#reports.reports())];
    this.#write(async () => {
      await folder.saveState(json);
      await folder.saveDay(state.day, reports);
    });
  }

  #write(work: () => Promise<void>): void {
    const { logger } = this.#world;
    this.#written = this.#written.then(work).catch((error: unknown) => {
      logger.warn('The TLS reports could not be written', { error: String(error) });
    });
  }
}

/** Who reports, and where somebody answers. */
function organizationOf(snapshot: ConfigSnapshot): Readonly<{ name: string; contact: string }> {
  return { name: snapshot.server.fqdn, contact: postmasterAddress(snapshot) };
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Only this program writes the file; what an older one wrote otherwise is left behind. */
function isState(value: unknown): value is Readonly<{ day: string; tallies: readonly TlsTally[] }> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'day' in value &&
    typeof value.day === 'string' &&
    'tallies' in value &&
    Array.isArray(value.tallies) &&
    value.tallies.every((one: unknown) => typeof one === 'object' && one !== null && 'failures' in one)
  );
}
