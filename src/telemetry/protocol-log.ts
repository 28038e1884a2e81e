import { join } from 'node:path';
import type { ProtocolLine } from '../transport/events.ts';
import { LogFiles, PROTOCOL_LOG_LIMITS } from './log-files.ts';

type Direction = ProtocolLine['direction'];
/** Folder of the service that holds the connector. mail-flow.md §6.1 */
export type Service = 'FrontEnd' | 'Hub';

const KIND = {
  receive: { prefix: 'RECV', folder: 'SmtpReceive', type: 'SMTP Receive Protocol Log' },
  send: { prefix: 'SEND', folder: 'SmtpSend', type: 'SMTP Send Protocol Log' },
} as const;

/** Protocol logs in Exchange's format, `<logs>/<service>/ProtocolLog/SmtpReceive|SmtpSend`. */
export class ProtocolLog {
  readonly #logs: string;
  readonly #serviceOf: (line: ProtocolLine) => Service;
  readonly #now: () => number;
  readonly #series = new Map<string, LogFiles>();

  constructor(
    options: Readonly<{ logs: string; serviceOf: (line: ProtocolLine) => Service; now: () => number }>,
  ) {
    this.#logs = options.logs;
    this.#serviceOf = options.serviceOf;
    this.#now = options.now;
  }

  append(line: ProtocolLine): void {
    this.#files(this.#serviceOf(line), line.direction).append(formatProtocolLine(line));
  }

  /** Everything appended so far is in its file. */
  async flush(): Promise<void> {
    await Promise.all([...this.#series.values()].map((files) => files.flush()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#series.values()].map((files) => files.close()));
    this.#series.clear();
  }

  #files(service: Service, direction: Direction): LogFiles {
    const { prefix, folder, type } = KIND[direction];
    const directory = join(this.#logs, service, 'ProtocolLog', folder);
    const known = this.#series.get(directory);
    if (known !== undefined) return known;
    const header = (at: number): string => logHeader(type, at);
    const files = new LogFiles({ directory, prefix, header, limits: PROTOCOL_LOG_LIMITS, now: this.#now });
    this.#series.set(directory, files);
    return files;
  }
}

function logHeader(type: string, at: number): string {
  const fields =
    'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';
  return [
    '#Software: Microsoft Exchange Server',
    '#Version: 15.0.0.0',
    `#Log-type: ${type}`,
    `#Date: ${new Date(at).toISOString()}`,
    `#Fields: ${fields}`,
    '',
  ].join('\r\n');
}

/** One CSV line without its line end. mail-flow.md §6.7 */
export function formatProtocolLine(line: ProtocolLine): string {
  const fields = [
    line.connectorId,
    line.sessionId,
    String(line.sequence),
    line.localEndpoint,
    line.remoteEndpoint,
  ];
  const head = `${new Date(line.at).toISOString()},${fields.map(csvField).join(',')}`;
  return `${head},${line.event},${csvField(line.data)},${csvField(line.context)}`;
}

/** Quoted where it holds a comma, a quote or a line break; other control characters become blanks. */
function csvField(text: string): string {
  if (!/[",\r\n\u0000-\u001f]/.test(text)) return text;
  return `"${text.replaceAll('"', '""').replaceAll(/[\u0000-\u001f]+/g, ' ')}"`;
}
