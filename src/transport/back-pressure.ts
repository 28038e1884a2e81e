import {
  type AllThresholds,
  RESOURCES,
  type ResourceName,
  type ResourceThresholds,
} from '../config/resources.ts';
import type { Logger } from './events.ts';
import { diskThresholds, nextLevel, type ResourceLevel } from './resource-level.ts';

/** What was measured at one poll. */
export type ResourceSample = Readonly<{
  disk: Readonly<{ usedPercent: number; totalBytes: number }>;
  /** Of this process, in percent of what it may have. */
  privatePercent: number;
  /** Of all processes. */
  systemPercent: number;
  /** Messages that wait to be looked at. */
  submission: number;
  /** Transactions that are not on stable storage yet. */
  uncommitted: number;
}>;

/** What a MAIL meets. mail-flow.md §7.3 */
export type Pressure = Readonly<{
  /** `others`: everybody but senders of our own domains. */
  refuses: 'nobody' | 'others' | 'everybody';
  /** The resource that is short, `DatabaseUsedSpace`; '' where none is. */
  resource: string;
  /** How long the answer to MAIL waits, for those who are not refused and are not our own. */
  tarpitMs: number;
}>;

/** What is given back while memory is short; the disk and DNS have it again. mail-flow.md §7.2 */
export type Relief = Readonly<{
  /** Contents that are kept in memory for delivery. */
  contents: boolean;
  /** Answers of DNS. */
  dnsAnswers: boolean;
}>;

/** One resource as administrators see it. */
export type ResourceView = Readonly<{
  name: ResourceName;
  level: ResourceLevel;
  value: number;
  thresholds: ResourceThresholds;
  /** Epoch ms */
  since: number;
}>;

export const NO_PRESSURE: Pressure = { refuses: 'nobody', resource: '', tarpitMs: 0 };

const TARPIT_FIRST_MS = 10_000;
const TARPIT_STEP_MS = 5000;
const TARPIT_MOST_MS = 55_000;

/** Polls in a row above Low before these refuse at Medium; until then they only slow senders down. mail-flow.md §7.1, §7.2 */
const HISTORY: Partial<Readonly<Record<ResourceName, number>>> = {
  QueueLength: 300,
  UsedVersionBuckets: 10,
};

type Watched = { level: ResourceLevel; value: number; since: number; pollsAboveLow: number };

/** Decides from measurements, one every two seconds, how much mail is let in. What is inside goes on being delivered, which
 *  is how pressure falls. SystemMemory is watched and never refuses. mail-flow.md §7 */
export class BackPressure {
  readonly #ports: Readonly<{ thresholds: () => AllThresholds; logger: Logger; now: () => number }>;
  readonly #watched: ReadonlyMap<ResourceName, Watched>;
  #thresholds: AllThresholds;
  #tarpitMs = 0;
  #pressure: Pressure = NO_PRESSURE;

  constructor(ports: Readonly<{ thresholds: () => AllThresholds; logger: Logger; now: () => number }>) {
    this.#ports = ports;
    this.#thresholds = ports.thresholds();
    const fresh = (): Watched => ({ level: 'Low', value: 0, since: ports.now(), pollsAboveLow: 0 });
    this.#watched = new Map(RESOURCES.map((name) => [name, fresh()]));
  }

  get pressure(): Pressure {
    return this.#pressure;
  }

  /** Contents go while any memory is short, and with a full Submission queue; DNS answers with the last two. */
  get relief(): Relief {
    const dnsAnswers = this.#isRaised('SystemMemory') || this.levelOf('QueueLength') === 'High';
    return { contents: dnsAnswers || this.#isRaised('PrivateBytes'), dnsAnswers };
  }

  views(): readonly ResourceView[] {
    return [...this.#watched].map(([name, { level, value, since }]) => ({
      name,
      level,
      value,
      since,
      thresholds: this.#thresholds[name],
    }));
  }

  levelOf(name: ResourceName): ResourceLevel {
    return this.#watched.get(name)?.level ?? 'Low';
  }

  poll(sample: ResourceSample): void {
    const set = this.#ports.thresholds();
    this.#thresholds = {
      ...set,
      DatabaseUsedSpace: diskThresholds(set.DatabaseUsedSpace, sample.disk.totalBytes),
    };
    const values = valuesOf(sample);
    for (const [name, watched] of this.#watched) this.#update(name, watched, values[name]);
    const slows = this.#isRaised('QueueLength') || this.#isRaised('UsedVersionBuckets');
    this.#tarpitMs = nextTarpit(this.#tarpitMs, slows);
    this.#pressure = this.#decide();
  }

  #update(name: ResourceName, watched: Watched, value: number): void {
    const before = watched.level;
    watched.value = value;
    watched.level = nextLevel(before, value, this.#thresholds[name]);
    watched.pollsAboveLow = watched.level === 'Low' ? 0 : watched.pollsAboveLow + 1;
    if (watched.level === before) return;
    watched.since = this.#ports.now();
    this.#log(name, watched, before);
  }

  /** Exchange: events 15004 to 15007; errors while it rises, information when it falls. */
  #log(name: ResourceName, { level, value }: Watched, before: ResourceLevel): void {
    const rose = level === 'High' || before === 'Low';
    const event = rose ? (RISING_EVENTS[name] ?? 15_004) : 15_005;
    const text = `The level of a resource has ${rose ? 'risen' : 'fallen'}`;
    const fields = { event, resource: name, level, before, value };
    if (rose) this.#ports.logger.error(text, fields);
    else this.#ports.logger.info(text, fields);
  }

  #isRaised(name: ResourceName): boolean {
    return this.#watched.get(name)?.level !== 'Low';
  }

  #decide(): Pressure {
    const tarpitMs = this.#tarpitMs;
    for (const wanted of ['everybody', 'others'] as const) {
      for (const [name, watched] of this.#watched) {
        if (refusalOf(name, watched) === wanted) return { refuses: wanted, resource: name, tarpitMs };
      }
    }
    return tarpitMs === 0 ? NO_PRESSURE : { refuses: 'nobody', resource: 'QueueLength', tarpitMs };
  }
}

const RISING_EVENTS: Partial<Readonly<Record<ResourceName, number>>> = {
  DatabaseUsedSpace: 15_006,
  PrivateBytes: 15_007,
  SystemMemory: 15_007,
};

function valuesOf(sample: ResourceSample): Readonly<Record<ResourceName, number>> {
  return {
    DatabaseUsedSpace: Math.round(sample.disk.usedPercent * 10) / 10,
    PrivateBytes: Math.round(sample.privatePercent),
    QueueLength: sample.submission,
    SystemMemory: Math.round(sample.systemPercent),
    UsedVersionBuckets: sample.uncommitted,
  };
}

function refusalOf(name: ResourceName, { level, pollsAboveLow }: Watched): Pressure['refuses'] {
  if (level === 'Low' || name === 'SystemMemory') return 'nobody';
  if (level === 'High') return 'everybody';
  return pollsAboveLow > (HISTORY[name] ?? 0) ? 'others' : 'nobody';
}

/** 10 s, 5 s more at each further poll, 55 s at most; unwound the same way. */
function nextTarpit(before: number, slows: boolean): number {
  if (slows) return before === 0 ? TARPIT_FIRST_MS : Math.min(TARPIT_MOST_MS, before + TARPIT_STEP_MS);
  return before <= TARPIT_FIRST_MS ? 0 : before - TARPIT_STEP_MS;
}
