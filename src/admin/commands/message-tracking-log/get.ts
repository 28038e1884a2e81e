import type { TrackingQuery } from '../../../transport/events.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { type Arguments, itemsOf, numberOf, textOf, unlimitedOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkServer } from '../../identity.ts';
import { presentTrackingEvent } from '../../present/message-tracking.ts';
import { badText, checkRange } from '../../snapshot-change.ts';

const DEFAULT_RESULT_SIZE = 1000;

/** Exchange: Get-MessageTrackingLog. mail-flow.md §6.6 */
export async function showTrackingLog({ current, args, ports }: QueryInput): Promise<Answer | AdminError> {
  const problem = checkServer(textOf(args, 'Server'), current.server) ?? checkArguments(args);
  if (problem !== null) return problem;
  if ((textOf(args, 'TransportTrafficType') ?? 'Email').toLowerCase() !== 'email') return { objects: [] };
  const query = trackingQuery(args);
  const given = unlimitedOf(args, 'ResultSize');
  const limit = given === undefined ? DEFAULT_RESULT_SIZE : given;
  const events = await ports.tracking.query({ ...query, limit: limit === null ? null : limit + 1 });
  const isCut = limit !== null && events.length > limit;
  const warning = `There are more than ${limit} events. Use the ResultSize parameter to return more.`;
  return {
    objects: (isCut ? events.slice(0, limit) : events).map(presentTrackingEvent),
    warnings: isCut ? [warning] : [],
  };
}

function checkArguments(args: Arguments): AdminError | null {
  const internalId = textOf(args, 'InternalMessageId') ?? null;
  if (internalId !== null && !/^\d+$/.test(internalId)) {
    return badText('InternalMessageId', `"${internalId}" is not a number`, internalId);
  }
  const [start, end] = [numberOf(args, 'Start'), numberOf(args, 'End')];
  if (start !== undefined && end !== undefined && start > end)
    return badText('End', 'it is before Start', '');
  return checkRange('ResultSize', unlimitedOf(args, 'ResultSize'), {
    min: 0,
    max: 2_147_483_647,
    unlimited: true,
  });
}

function trackingQuery(args: Arguments): Omit<TrackingQuery, 'limit'> {
  const internalId = textOf(args, 'InternalMessageId') ?? null;
  const recipients = itemsOf(args, 'Recipients');
  return {
    ...number('start', numberOf(args, 'Start')),
    ...number('end', numberOf(args, 'End')),
    ...text('eventId', textOf(args, 'EventId')?.toUpperCase()),
    ...text('source', textOf(args, 'Source')?.toUpperCase()),
    ...text('sender', textOf(args, 'Sender')),
    ...text('messageId', textOf(args, 'MessageId')),
    ...text('messageSubject', textOf(args, 'MessageSubject')),
    ...text('networkMessageId', textOf(args, 'NetworkMessageId')),
    ...text('reference', textOf(args, 'Reference')),
    ...number('internalMessageId', internalId === null ? undefined : Number(internalId)),
    ...(recipients.length === 0 ? {} : { recipients }),
  };
}

function number(name: string, value: number | undefined): Readonly<Record<string, number>> {
  return value === undefined ? {} : { [name]: value };
}

function text(name: string, value: string | null | undefined): Readonly<Record<string, string>> {
  return value === undefined || value === null ? {} : { [name]: value };
}
