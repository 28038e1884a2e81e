/** Numbers that the server shows to Prometheus. Counting is one addition; text is made when somebody asks.
 *  Text format 0.0.4 */
export type Labels = Readonly<Record<string, string>>;

type Sample = Readonly<{ suffix?: string; labels: Labels; value: number }>;
type Kind = 'counter' | 'gauge' | 'histogram';
type Family = Readonly<{ name: string; help: string; kind: Kind; samples: () => readonly Sample[] }>;

/** More label values than this are counted as `other`: a client must not be able to fill the memory with names. */
const MOST_SERIES = 500;

/** One number that only grows, for each set of label values. */
export class Counter {
  readonly #labelNames: readonly string[];
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(labelNames: readonly string[] = []) {
    this.#labelNames = labelNames;
  }

  /** @param values of the labels, in the order of their names */
  add(amount: number, ...values: readonly string[]): void {
    const key = values.length === 1 ? (values[0] ?? '') : values.join('\u0000');
    const known = this.#values.get(key);
    if (known !== undefined) known.value += amount;
    else if (this.#values.size < MOST_SERIES) {
      const labels = Object.fromEntries(this.#labelNames.map((name, index) => [name, values[index] ?? '']));
      this.#values.set(key, { labels, value: amount });
    } else this.#addOther(amount);
  }

  samples(): readonly Sample[] {
    if (this.#values.size === 0 && this.#labelNames.length === 0) return [{ labels: {}, value: 0 }];
    return [...this.#values.values()].map(({ labels, value }) => ({ labels, value }));
  }

  #addOther(amount: number): void {
    const key = '\u0000other';
    const known = this.#values.get(key);
    const labels = Object.fromEntries(this.#labelNames.map((name) => [name, 'other']));
    if (known !== undefined) known.value += amount;
    else this.#values.set(key, { labels, value: amount });
  }
}

/** How often a value fell below each bound. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** @param bounds ascending */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.#sum += value;
    this.#count += 1;
    const index = this.#bounds.findIndex((bound) => value <= bound);
    if (index >= 0) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  samples(): readonly Sample[] {
    let below = 0;
    const buckets = this.#bounds.map((bound, index) => {
      below += this.#counts[index] ?? 0;
      return { suffix: '_bucket', labels: { le: formatNumber(bound) }, value: below };
    });
    return [
      ...buckets,
      { suffix: '_bucket', labels: { le: '+Inf' }, value: this.#count },
      { suffix: '_sum', labels: {}, value: this.#sum },
      { suffix: '_count', labels: {}, value: this.#count },
    ];
  }
}

/** The families of numbers and their text. */
export class MetricsRegistry {
  readonly #families: Family[] = [];

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    const counter = new Counter(labelNames);
    this.#families.push({ name, help, kind: 'counter', samples: () => counter.samples() });
    return counter;
  }

  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const histogram = new Histogram(bounds);
    this.#families.push({ name, help, kind: 'histogram', samples: () => histogram.samples() });
    return histogram;
  }

  /** A counter that another part of the system keeps.
   *  @param read called each time the text is made */
  readCounter(name: string, help: string, read: () => number): void {
    this.#families.push({ name, help, kind: 'counter', samples: () => [{ labels: {}, value: read() }] });
  }

  /** @param read called each time the text is made */
  gauge(
    name: string,
    help: string,
    read: () => readonly Readonly<{ labels: Labels; value: number }>[],
  ): void {
    this.#families.push({ name, help, kind: 'gauge', samples: read });
  }

  /** All of it in the text format 0.0.4, lines with LF. */
  render(): string {
    return this.#families.map(renderFamily).join('');
  }
}

function renderFamily({ name, help, kind, samples }: Family): string {
  const lines = samples().map(
    ({ suffix, labels, value }) => `${name}${suffix ?? ''}${renderLabels(labels)} ${formatNumber(value)}\n`,
  );
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${kind}\n${lines.join('')}`;
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
