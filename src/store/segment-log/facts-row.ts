import type { MessageFacts } from '../../queue/message.ts';

/** Facts of a message as the log holds them: values without their names, which would be a third of a small record. The
 *  order is part of the format of the log. */
export type FactsRow = readonly [
  id: MessageFacts['id'],
  networkMessageId: string,
  messageId: string,
  receivedAt: number,
  expiresAt: number,
  reversePath: MessageFacts['reversePath'],
  parameters: MessageFacts['parameters'],
  sizeBytes: number,
  headerBytes: number,
  originalSizeBytes: number,
  subject: string,
  headerFrom: string,
  sourceName: string,
  connectorId: string,
  clientIp: string,
  clientHello: string,
  serverIp: string,
  sessionId: string,
  authAs: MessageFacts['authAs'],
  authMechanism: string,
  scl: number | null,
  directionality: MessageFacts['directionality'],
  relatedMessageId: string | null,
];

export function factsRow(facts: MessageFacts): FactsRow {
  return [
    facts.id,
    facts.networkMessageId,
    facts.messageId,
    facts.receivedAt,
    facts.expiresAt,
    facts.reversePath,
    facts.parameters,
    facts.sizeBytes,
    facts.headerBytes,
    facts.originalSizeBytes,
    facts.subject,
    facts.headerFrom,
    facts.sourceName,
    facts.connectorId,
    facts.clientIp,
    facts.clientHello,
    facts.serverIp,
    facts.sessionId,
    facts.authAs,
    facts.authMechanism,
    facts.scl,
    facts.directionality,
    facts.relatedMessageId,
  ];
}

/** What the messages of a log have in common (connector, host, parameters) is kept once, not once a message. */
export class FactsReader {
  readonly #texts = new Map<string, string>();
  readonly #parameters = new Map<string, MessageFacts['parameters']>();

  read(row: FactsRow): MessageFacts {
    return {
      id: row[0],
      networkMessageId: row[1],
      messageId: row[2],
      receivedAt: row[3],
      expiresAt: row[4],
      reversePath: row[5],
      parameters: this.#shared(row[6]),
      sizeBytes: row[7],
      headerBytes: row[8],
      originalSizeBytes: row[9],
      subject: row[10],
      headerFrom: this.#text(row[11]),
      sourceName: this.#text(row[12]),
      connectorId: this.#text(row[13]),
      clientIp: this.#text(row[14]),
      clientHello: this.#text(row[15]),
      serverIp: this.#text(row[16]),
      sessionId: row[17],
      authAs: row[18],
      authMechanism: this.#text(row[19]),
      scl: row[20],
      directionality: row[21],
      relatedMessageId: row[22],
    };
  }

  #text(text: string): string {
    return shared(this.#texts, text, text);
  }

  #shared(parameters: MessageFacts['parameters']): MessageFacts['parameters'] {
    const { size, body, smtpUtf8, ret, envid, auth } = parameters;
    if (envid !== null || auth !== null) return parameters;
    return shared(this.#parameters, `${size} ${body} ${smtpUtf8} ${ret}`, parameters);
  }
}

/** Values kept for comparison; a log whose messages have nothing in common must not fill the memory with them. */
const SHARED_LIMIT = 20_000;

function shared<T>(known: Map<string, T>, key: string, value: T): T {
  const former = known.get(key);
  if (former !== undefined) return former;
  if (known.size >= SHARED_LIMIT) known.clear();
  known.set(key, value);
  return value;
}
