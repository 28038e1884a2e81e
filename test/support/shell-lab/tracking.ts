import type { TrackingEvent, TrackingQuery } from '../../../src/transport/events.ts';

const EMPTY: TrackingEvent = {
  at: 0,
  eventId: 'RECEIVE',
  source: 'SMTP',
  clientIp: '192.168.5.10',
  clientHostname: 'printer',
  serverIp: '10.1.1.1',
  serverHostname: 'EX01',
  sourceContext: '',
  connectorId: 'EX01\\Anonymous Relay',
  internalMessageId: 1,
  messageId: '<a@contoso.com>',
  networkMessageId: 'n1',
  recipients: ['kate@fabrikam.com', 'sam@fabrikam.com'],
  recipientStatus: ['250 2.1.5 Recipient OK'],
  totalBytes: 0,
  relatedRecipientAddress: '',
  reference: '',
  messageSubject: 'Invoice',
  sender: 'app@contoso.com',
  returnPath: 'app@contoso.com',
  messageInfo: '',
  directionality: 'Incoming',
  customData: '',
};

/** @param minute after 9:00 on the lab's day */
function event(minute: number, more: Partial<TrackingEvent>): TrackingEvent {
  return { ...EMPTY, at: new Date(2026, 2, 2, 9, minute).getTime(), ...more };
}

/** What happened on the lab's day, oldest first. */
const LAB_EVENTS: readonly TrackingEvent[] = [
  event(0, { totalBytes: 10_485_760 }),
  event(1, { eventId: 'SEND', connectorId: 'To Internet', totalBytes: 10_485_760 }),
  event(2, { messageId: '<b@contoso.com>', totalBytes: 2_621_440, sender: 'scanner@contoso.com' }),
  event(3, { messageId: '<b@contoso.com>', eventId: 'FAIL', sender: 'scanner@contoso.com' }),
  event(4, {
    messageId: '<c@contoso.com>',
    clientIp: '192.168.5.11',
    connectorId: 'EX01\\Default Frontend EX01',
    totalBytes: 1024,
    sender: 'chris@contoso.com',
  }),
  event(5, { messageId: '<a@contoso.com>', eventId: 'DELIVER', source: 'STOREDRIVER' }),
  event(6, {
    messageId: '<a@contoso.com>',
    eventId: 'SEND',
    connectorId: 'To Internet',
    totalBytes: 2_621_440,
  }),
];

/** The events that a query asks for, with the rules of the real log that the examples use. */
export function searchLab(query: TrackingQuery): readonly TrackingEvent[] {
  const same = (wanted: string | undefined, has: string): boolean =>
    wanted === undefined || wanted.toLowerCase() === has.toLowerCase();
  const found = LAB_EVENTS.filter(
    (one) =>
      one.at >= (query.start ?? 0) &&
      one.at < (query.end ?? Number.POSITIVE_INFINITY) &&
      same(query.eventId, one.eventId) &&
      same(query.source, one.source) &&
      same(query.sender, one.sender) &&
      same(query.messageId, one.messageId) &&
      (query.messageSubject === undefined || one.messageSubject.includes(query.messageSubject)) &&
      (query.recipients ?? one.recipients).some((address) => one.recipients.includes(address)),
  );
  return found.slice(0, query.limit ?? undefined);
}
