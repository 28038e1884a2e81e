import { randomBytes } from 'node:crypto';
import type { TelemetryConfig } from '../config/log-settings.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { parseSyslogTarget, parseTraceEndpoint } from '../config/telemetry-address.ts';
import type { LoggedEvent } from '../telemetry/json-format.ts';
import { formatSyslog, syslogOfEvent, type SyslogOrigin } from '../telemetry/syslog-format.ts';
import { createSyslogSender, type SyslogSender } from '../telemetry/syslog-sender.ts';
import { TraceExporter } from '../telemetry/trace-exporter.ts';
import { formatTraces } from '../telemetry/trace-format.ts';
import { TraceSpans, type Span } from '../telemetry/trace-spans.ts';
import type { TrackingEvent } from '../transport/events.ts';
import { VERSION } from './version.ts';

type OutputParts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  lost: (output: 'syslog' | 'traces', error: unknown, count: number) => void;
}>;

const SEVERITY = { INFO: 'info', WARN: 'warning', ERROR: 'error' } as const;

/** What leaves the server beside mail: syslog and traces. Both follow the configuration and are off where it names no
 *  place. */
export class Outputs {
  readonly #parts: OutputParts;
  readonly #spans = new TraceSpans(() => randomBytes(8).toString('hex'));
  #settings: TelemetryConfig | null = null;
  #syslog: SyslogSender | null = null;
  #traces: TraceExporter | null = null;

  constructor(parts: OutputParts) {
    this.#parts = parts;
  }

  /** Opens and closes what the settings ask for. */
  follow(settings: TelemetryConfig): void {
    const before = this.#settings;
    this.#settings = settings;
    if (before?.syslogTarget !== settings.syslogTarget) {
      this.#syslog?.close();
      const target = settings.syslogTarget === null ? null : parseSyslogTarget(settings.syslogTarget);
      this.#syslog =
        target === null
          ? null
          : createSyslogSender(target, (error, count) => this.#parts.lost('syslog', error, count));
    }
    if (before?.traceEndpoint !== settings.traceEndpoint) {
      void this.#traces?.close();
      const endpoint = settings.traceEndpoint === null ? null : parseTraceEndpoint(settings.traceEndpoint);
      this.#traces = endpoint === null ? null : this.#makeExporter(endpoint);
    }
  }

  event(logged: LoggedEvent): void {
    this.#syslog?.send(syslogOfEvent(logged, this.#origin()));
  }

  /** A line of the operator's log. */
  operator(level: keyof typeof SEVERITY, text: string): void {
    if (this.#syslog === null) return;
    const message = { at: Date.now(), severity: SEVERITY[level], id: 'operator', text };
    this.#syslog.send(formatSyslog(message, this.#origin()));
  }

  trace(event: TrackingEvent): void {
    if (this.#traces === null) return;
    this.#add(this.#spans.ofEvent(event, this.#settings?.tracePercent ?? 0, Date.now()));
  }

  traceCategorized(about: Readonly<{ networkMessageId: string; at: number }>): void {
    if (this.#traces !== null) this.#add(this.#spans.ofCategorized(about, this.#settings?.tracePercent ?? 0));
  }

  async close(): Promise<void> {
    this.#syslog?.close();
    await this.#traces?.close();
  }

  #add(span: Span | null): void {
    if (span !== null) this.#traces?.add(span);
  }

  #origin(): SyslogOrigin {
    const { server, telemetry } = this.#parts.getSnapshot();
    return { facility: telemetry.syslogFacility, hostname: server.fqdn, pid: process.pid };
  }

  #makeExporter(endpoint: URL): TraceExporter {
    const { server } = this.#parts.getSnapshot();
    const resource = { serverName: server.name, fqdn: server.fqdn, version: VERSION };
    return new TraceExporter({
      endpoint,
      format: (spans) => formatTraces(spans, resource),
      lost: (error, count) => this.#parts.lost('traces', error, count),
    });
  }
}
