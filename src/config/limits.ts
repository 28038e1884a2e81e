import { invalid, type Problem } from './problem.ts';
import type { ReceiveConnector } from './receive-connector.ts';
import { formatByteSize, formatTimeSpan } from './values.ts';

type NumberField = {
  [Key in keyof ReceiveConnector]: ReceiveConnector[Key] extends number | null ? Key : never;
}[keyof ReceiveConnector];

type Limit = Readonly<{
  field: NumberField;
  parameter: string;
  min: number;
  max: number;
  unlimited?: boolean;
  kind: 'number' | 'size' | 'time';
}>;

const SECOND = 1000;
const DAY = 86_400_000;
const TEN_MINUTES = 600_000;
const INT32 = 2_147_483_647;

const number = (field: NumberField, parameter: string, min: number, max: number): Limit => {
  return { field, parameter, min, max, kind: 'number' };
};
const unlimited = (field: NumberField, parameter: string, min: number, max: number): Limit => {
  return { field, parameter, min, max, kind: 'number', unlimited: true };
};
const size = (field: NumberField, parameter: string, min: number): Limit => {
  return { field, parameter, min, max: INT32, kind: 'size' };
};
const time = (field: NumberField, parameter: string, min: number, max: number): Limit => {
  return { field, parameter, min, max, kind: 'time' };
};

/** Ranges of the numbers on a Receive connector. receive-connectors.md §1.4 */
const RECEIVE_LIMITS: readonly Limit[] = [
  time('connectionTimeoutMs', 'ConnectionTimeout', SECOND, DAY),
  time('connectionInactivityTimeoutMs', 'ConnectionInactivityTimeout', SECOND, DAY),
  unlimited('maxInboundConnection', 'MaxInboundConnection', 1, INT32),
  unlimited('maxInboundConnectionPerSource', 'MaxInboundConnectionPerSource', 1, 10_000),
  number('maxInboundConnectionPercentagePerSource', 'MaxInboundConnectionPercentagePerSource', 1, 100),
  unlimited('messageRateLimit', 'MessageRateLimit', 1, INT32),
  size('maxMessageSize', 'MaxMessageSize', 65_536),
  size('maxHeaderSize', 'MaxHeaderSize', 1),
  number('maxRecipientsPerMessage', 'MaxRecipientsPerMessage', 1, 512_000),
  number('maxHopCount', 'MaxHopCount', 1, 500),
  number('maxLocalHopCount', 'MaxLocalHopCount', 0, 50),
  unlimited('maxProtocolErrors', 'MaxProtocolErrors', 0, INT32),
  number('maxLogonFailures', 'MaxLogonFailures', 0, 10),
  time('tarpitIntervalMs', 'TarpitInterval', 0, TEN_MINUTES),
  time('authTarpitIntervalMs', 'AuthTarpitInterval', 0, TEN_MINUTES),
  time('maxAcknowledgementDelayMs', 'MaxAcknowledgementDelay', 0, TEN_MINUTES),
];

/** E09 for the first number out of its range. */
export function checkLimits(connector: ReceiveConnector): Problem | null {
  for (const limit of RECEIVE_LIMITS) {
    const value = connector[limit.field];
    if (value === null ? limit.unlimited === true : value >= limit.min && value <= limit.max) continue;
    const text = value === null ? 'unlimited' : show(limit, value);
    return invalid(
      'E09',
      limit.parameter,
      `The value ${text} of ${limit.parameter} is out of range. Valid values are ${show(limit, limit.min)} to ${show(limit, limit.max)}${limit.unlimited === true ? ', or unlimited' : ''}.`,
      text,
    );
  }
  return null;
}

function show(limit: Limit, value: number): string {
  if (limit.kind === 'time') return formatTimeSpan(value);
  return limit.kind === 'size' ? formatByteSize(value) : String(value);
}
