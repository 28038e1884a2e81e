import type { MessageFacts } from '../../queue/message.ts';

/** Facts of a message as the log holds them: values without their names, which would be a third of a small record. The
 *  order is part of the format of the log. */
type FactsRow = readonly [
  id: MessageFacts['id'],
  networkMessageId: string,
  messageId: string,
  receivedAt: number,
  expiresAt: number,
  reversePath: readonly [local: string, domain: string] | null,
  parameters: ParametersRow,
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

type Parameters = MessageFacts['parameters'];

/** Empty for a plain message. */
type ParametersRow = readonly [
  size?: Parameters['size'],
  body?: Parameters['body'],
  smtpUtf8?: boolean,
  ret?: Parameters['ret'],
  envid?: string | null,
  auth?: string | null,
];

export function factsText(facts: MessageFacts): string {
  return JSON.stringify(factsRow(facts));
}

function factsRow(facts: MessageFacts): FactsRow {
  return [
    facts.id,
    facts.networkMessageId,
    facts.messageId,
    facts.receivedAt,
    facts.expiresAt,
    facts.reversePath === null ? null : [facts.reversePath.local, facts.reversePath.domain],
    parametersRow(facts.parameters),
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

export function readFacts(text: string): MessageFacts {
  const row: FactsRow = JSON.parse(text);
  return {
    id: row[0],
    networkMessageId: row[1],
    messageId: row[2],
    receivedAt: row[3],
    expiresAt: row[4],
    reversePath: row[5] === null ? null : { local: row[5][0], domain: row[5][1] },
    parameters: readParameters(row[6]),
    sizeBytes: row[7],
    headerBytes: row[8],
    originalSizeBytes: row[9],
    subject: row[10],
    headerFrom: row[11],
    sourceName: row[12],
    connectorId: row[13],
    clientIp: row[14],
    clientHello: row[15],
    serverIp: row[16],
    sessionId: row[17],
    authAs: row[18],
    authMechanism: row[19],
    scl: row[20],
    directionality: row[21],
    relatedMessageId: row[22],
  };
}

function parametersRow(parameters: Parameters): ParametersRow {
  const { size, body, smtpUtf8, ret, envid, auth } = parameters;
  const isPlain =
    size === null && body === '7BIT' && !smtpUtf8 && ret === null && envid === null && auth === null;
  return isPlain ? [] : [size, body, smtpUtf8, ret, envid, auth];
}

function readParameters(row: ParametersRow): Parameters {
  const [size = null, body = '7BIT', smtpUtf8 = false, ret = null, envid = null, auth = null] = row;
  return { size, body, smtpUtf8, ret, envid, auth };
}

/** A row up to the last value that is not the default of its place. */
export function withoutDefaults(row: readonly unknown[], defaults: readonly unknown[]): readonly unknown[] {
  let length = row.length;
  while (length > 0 && row[length - 1] === defaults[length - 1]) length -= 1;
  return row.slice(0, length);
}
