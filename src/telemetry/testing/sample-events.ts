import type { ProtocolLine, TrackingEvent } from '../../transport/events.ts';

export const AT: number = Date.UTC(2026, 2, 2, 9, 14, 7, 123);

export const NETWORK_MESSAGE_ID = 'a1b2c3d4-0000-4000-8000-1234567890ab';

/** The printer's message of the article, as it is received. */
export function received(change: Partial<TrackingEvent> = {}): TrackingEvent {
  return {
    at: AT,
    eventId: 'RECEIVE',
    source: 'SMTP',
    clientIp: '192.168.5.10',
    clientHostname: 'printer.contoso.com',
    serverIp: '10.1.1.1',
    serverHostname: 'ex1.contoso.com',
    sourceContext: '08DE0A1B2C3D4E5F;2026-03-02T09:14:07.123Z;0',
    connectorId: 'EX1\\Anonymous Relay',
    internalMessageId: 42,
    messageId: '<scan.1@printer.contoso.com>',
    networkMessageId: NETWORK_MESSAGE_ID,
    recipients: ['kate@fabrikam.com', 'joe@fabrikam.com'],
    recipientStatus: ['To', 'Bcc'],
    totalBytes: 2048,
    relatedRecipientAddress: '',
    reference: '',
    messageSubject: 'Scan, "page 1"',
    sender: 'printer@contoso.com',
    returnPath: 'printer@contoso.com',
    messageInfo: '',
    directionality: 'Incoming',
    customData: 'S:AuthAs=Anonymous',
    ...change,
  };
}

/** The same message, handed to the next hop two and a half seconds later. */
export function sent(change: Partial<TrackingEvent> = {}): TrackingEvent {
  return received({
    at: AT + 2500,
    eventId: 'SEND',
    serverIp: '203.0.113.5',
    serverHostname: 'mx.fabrikam.com',
    sourceContext: '08DE0A1B2C3D4E60;250 2.0.0 OK;ClientSubmitTime:',
    connectorId: 'To Internet',
    recipients: ['kate@fabrikam.com'],
    recipientStatus: ['250 2.0.0 OK'],
    messageInfo: '2026-03-02T09:14:07.123Z',
    ...change,
  });
}

export function protocolLine(change: Partial<ProtocolLine> = {}): ProtocolLine {
  return {
    at: AT,
    direction: 'receive',
    connectorId: 'EX1\\Anonymous Relay',
    sessionId: '08DE0A1B2C3D4E5F',
    sequence: 3,
    localEndpoint: '10.1.1.1:25',
    remoteEndpoint: '192.168.5.10:4711',
    event: '<',
    data: 'EHLO "a", b',
    context: '',
    ...change,
  };
}
