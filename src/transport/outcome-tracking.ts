import type { IndexedResult } from '../queue/recipient-state.ts';
import type { TrackingEvent } from './events.ts';
import type { LiveMessage } from './live-message.ts';
import { recipientTexts, trackingEvent } from './track.ts';

/** Where an attempt went, as tracking shows it. */
export type AttemptPlace = Readonly<{
  connectorId: string;
  serverIp: string;
  serverHostname: string;
  /** Session id of the attempt, '' where there is none. */
  sessionId: string;
  /** Of success. */
  eventId: 'SEND' | 'DELIVER';
  source: TrackingEvent['source'];
}>;

/** SEND or DELIVER, FAIL and DEFER of one attempt, each with the recipients it speaks of. mail-flow.md §6.3
 *  `limit`: what was exceeded, where a limit decided.
 *  @param at epoch ms */
export function outcomeEvents(
  message: LiveMessage,
  results: readonly IndexedResult[],
  given: Readonly<{ place: AttemptPlace; at: number; limit?: string }>,
): readonly TrackingEvent[] {
  const events: TrackingEvent[] = [];
  const sent = results.filter(({ result }) => result.kind !== 'permanent' && result.kind !== 'transient');
  const failed = results.filter(({ result }) => result.kind === 'permanent');
  const deferred = results.filter(({ result }) => result.kind === 'transient');
  if (sent.length > 0) events.push(eventOf(message, sent, { ...given, eventId: given.place.eventId }));
  if (failed.length > 0) events.push(eventOf(message, failed, { ...given, eventId: 'FAIL' }));
  if (deferred.length > 0) events.push(eventOf(message, deferred, { ...given, eventId: 'DEFER' }));
  return events;
}

function eventOf(
  message: LiveMessage,
  results: readonly IndexedResult[],
  given: Readonly<{ place: AttemptPlace; at: number; limit?: string; eventId: TrackingEvent['eventId'] }>,
): TrackingEvent {
  const { place } = given;
  return trackingEvent(message.facts, given.at, {
    eventId: given.eventId,
    source: place.source,
    recipients: recipientTexts(
      message.state.recipients,
      results.map(({ index }) => index),
    ),
    recipientStatus: results.map(({ result }) => result.diagnostic),
    serverIp: place.serverIp,
    serverHostname: place.serverHostname,
    connectorId: place.connectorId,
    sourceContext: contextOf(place, results[0]?.result.diagnostic ?? '', given.limit),
  });
}

/** A limit stands where the limits of a receive session stand. Decision: ADR-0020 */
function contextOf({ sessionId }: AttemptPlace, answer: string, limit: string | undefined): string {
  if (sessionId === '') return '';
  return limit === undefined ? `${sessionId};${answer};ClientSubmitTime:` : `${sessionId};${limit};${answer}`;
}
