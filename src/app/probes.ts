import { parseLoopbackBinding } from '../config/telemetry-address.ts';
import { LateHttpServer } from '../net/late-http-server.ts';
import type { ProbeSources } from '../telemetry/probe-answer.ts';
import type { Logger } from '../transport/events.ts';

/** Serves metrics and health where MetricsBinding says, and follows it. A port that is taken is a warning: mail does not
 *  depend on it. */
export class Probes {
  readonly #parts: Readonly<{ sources: ProbeSources; portOffset: number; logger: Logger }>;
  #binding: string | null = null;
  #server: LateHttpServer | null = null;
  #error: string | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: Readonly<{ sources: ProbeSources; portOffset: number; logger: Logger }>) {
    this.#parts = parts;
  }

  /** One line with the remedy, null where it is served or not wanted. */
  get error(): string | null {
    return this.#error;
  }

  /** Resolves when the binding is served, or could not be. */
  follow(binding: string | null): Promise<void> {
    this.#work = this.#work.then(() => this.#apply(binding));
    return this.#work;
  }

  async close(): Promise<void> {
    await this.follow(null);
  }

  async #apply(binding: string | null): Promise<void> {
    if (binding === this.#binding && this.#error === null) return;
    this.#binding = binding;
    this.#error = null;
    const before = this.#server;
    this.#server = null;
    await before?.close();
    const at = binding === null ? null : parseLoopbackBinding(binding);
    if (at === null) return;
    const port = at.port + this.#parts.portOffset;
    try {
      this.#server = await LateHttpServer.listen({
        addresses: [at.address],
        port,
        load: async () =>
          (await import('../telemetry/probe-server.ts')).createProbeServer(this.#parts.sources),
        failed: (error) => this.#parts.logger.error('Metrics cannot be served', { error }),
      });
      this.#server.unref();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#error = `Metrics are not served: ${reason}. Choose another port: Set-TelemetryConfig -MetricsBinding 127.0.0.1:<port>`;
      this.#parts.logger.warn(this.#error);
    }
  }
}
