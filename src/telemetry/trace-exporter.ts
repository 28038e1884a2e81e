import type { Span } from './trace-spans.ts';

const BATCH_SPANS = 256;
const BATCH_DELAY_MS = 1000;
/** What waits beyond this is lost. */
const WAITING_LIMIT = 4096;
const TIMEOUT_MS = 10_000;
const REPORT_INTERVAL_MS = 60_000;

export type TraceExporterOptions = Readonly<{
  endpoint: URL;
  format: (spans: readonly Span[]) => string;
  /** Told when spans were lost; at most once a minute. */
  lost: (error: unknown, spans: number) => void;
}>;

/** Posts spans to a collector, one request at a time. A collector that is slow or away loses spans, never mail. */
export class TraceExporter {
  readonly #options: TraceExporterOptions;
  #waiting: Span[] = [];
  #timer: NodeJS.Timeout | null = null;
  #posting: Promise<void> | null = null;
  #lost = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(options: TraceExporterOptions) {
    this.#options = options;
  }

  add(span: Span): void {
    if (this.#waiting.length >= WAITING_LIMIT) {
      this.#failed('the collector does not take spans', 1);
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length >= BATCH_SPANS) this.#post();
    else this.#timer ??= setTimeout(() => this.#post(), BATCH_DELAY_MS).unref();
  }

  /** Everything added so far was posted, or is lost. Never rejects. */
  async close(): Promise<void> {
    while (this.#waiting.length > 0 || this.#posting !== null) {
      this.#post();
      await this.#posting;
    }
  }

  #post(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#posting !== null || this.#waiting.length === 0) return;
    const spans = this.#waiting.splice(0, BATCH_SPANS);
    this.#posting = post(this.#options.endpoint, this.#options.format(spans))
      .catch((error: unknown) => this.#failed(error, spans.length))
      .finally(() => {
        this.#posting = null;
        if (this.#waiting.length >= BATCH_SPANS) this.#post();
        else if (this.#waiting.length > 0)
          this.#timer ??= setTimeout(() => this.#post(), BATCH_DELAY_MS).unref();
      });
  }

  #failed(error: unknown, spans: number): void {
    this.#lost += spans;
    const now = performance.now();
    if (now - this.#reportedAt < REPORT_INTERVAL_MS) return;
    this.#reportedAt = now;
    this.#options.lost(error, this.#lost);
    this.#lost = 0;
  }
}

/** Rejects unless the collector answers 2xx in time. */
async function post(endpoint: URL, body: string): Promise<void> {
  const { request } = await (endpoint.protocol === 'https:' ? import('node:https') : import('node:http'));
  await new Promise<void>((resolve, reject) => {
    const octets = Buffer.from(body);
    const headers = { 'content-type': 'application/json', 'content-length': octets.length };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = request(endpoint, { method: 'POST', headers, signal }, (response) => {
      response.resume();
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`the collector answered ${status}`));
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(octets);
  });
}
