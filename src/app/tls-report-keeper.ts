import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { TlsReportFolder } from '../store/tls-report-folder.ts';
import { TlsReports } from '../telemetry/tls-reports.ts';
import type { TlsTally } from '../telemetry/tls-reports.ts';
import type { Logger, TlsOutcome } from '../transport/events.ts';

const SAVE_EVERY_MS = 5 * 60_000;

type World = Readonly<{
  folder: TlsReportFolder;
  getSnapshot: () => ConfigSnapshot;
  logger: Logger;
  now: () => number;
}>;

/** Writes what TLS reporting counts: every few minutes, at the end, and each day its own file. */
export class TlsReportKeeper {
  readonly #world: World;
  readonly #reports: TlsReports;
  #timer: NodeJS.Timeout | null = null;
  #written: Promise<void> = Promise.resolve();

  constructor(world: World) {
    this.#world = world;
    this.#reports = new TlsReports({
      organization: () => organizationOf(world.getSnapshot()),
      finished: (day, reports) => this.#write(() => world.folder.saveDay(day, pretty(reports))),
    });
  }

  count(outcome: TlsOutcome): void {
    this.#reports.count(outcome);
  }

  async start(): Promise<void> {
    const { folder, logger, now } = this.#world;
    try {
      const state: unknown = JSON.parse((await folder.loadState()) || 'null');
      if (isState(state)) this.#reports.restore(state.day, state.tallies, now());
    } catch (error) {
      logger.warn('The counts for TLS reports could not be read and begin anew', { error: String(error) });
    }
    this.#timer = setInterval(() => this.#save(), SAVE_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#save();
    await this.#written;
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
function organizationOf({ server, transportConfig, acceptedDomains }: ConfigSnapshot): Readonly<{
  name: string;
  contact: string;
}> {
  const domain = acceptedDomains.find(({ isDefault }) => isDefault)?.domainName ?? server.fqdn;
  return { name: server.fqdn, contact: transportConfig.externalPostmasterAddress ?? `postmaster@${domain}` };
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
