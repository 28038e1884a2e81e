import { formatReversePath } from '../../mail/address.ts';
import { formatPhrase } from '../../mail/encoded-word.ts';
import { newMessageId } from '../../mail/message-id.ts';
import { dateText, deliveryStatus, isAscii } from './fields.ts';
import type { DsnOrigin } from './fields.ts';
import { htmlText } from './html.ts';
import { dsnBlocks, dsnSubject, plainText } from './text.ts';

export type DsnFrame = Readonly<{
  messageId: string;
  subject: string;
  header: Buffer;
  /** Up to the first octet of the original. */
  before: Buffer;
  after: Buffer;
}>;

export type DsnRequest = Readonly<{
  origin: DsnOrigin;
  /** New for this report: names the boundary and the message-id. */
  guid: string;
  from: string;
  at: number;
  /** `full`: the whole original is attached; `headers`: its header. */
  attach: 'full' | 'headers';
  /** Header of the original after the header firewall. */
  originalHeader: Buffer;
}>;

/** Everything of a DSN but the attached original, which is streamed in between. multipart/report, RFC 6522, RFC 3464 */
export function composeDsn(request: DsnRequest): DsnFrame {
  const { origin, guid } = request;
  const boundary = `=_postern_${guid}`;
  const messageId = newMessageId(guid, origin.reportingMta);
  const subject = dsnSubject(origin);
  const header = headerLines(request, { boundary, messageId, subject });
  const before = [
    'This is a MIME-encapsulated message.\r\n\r\n',
    `--${boundary}\r\n`,
    humanPart(request, `=_text_${guid}`),
    `--${boundary}\r\n`,
    statusPart(origin),
    `--${boundary}\r\n`,
    `Content-Type: ${attachmentType(request)}\r\nContent-Transfer-Encoding: ${encodingOf(origin)}\r\n\r\n`,
  ];
  return {
    messageId,
    subject,
    header: Buffer.from(`${header.join('\r\n')}\r\n\r\n`),
    before: Buffer.from(before.join('')),
    after: Buffer.from(`\r\n--${boundary}--\r\n`),
  };
}

function headerLines(
  { origin, from, at }: DsnRequest,
  made: Readonly<{ boundary: string; messageId: string; subject: string }>,
): string[] {
  const { facts, words } = origin;
  return [
    `From: ${from}`,
    `To: ${formatReversePath(facts.reversePath)}`,
    `Subject: ${isAscii(made.subject) ? made.subject : formatPhrase(made.subject)}`,
    `Date: ${dateText(at)}`,
    `Message-ID: ${made.messageId}`,
    `In-Reply-To: ${facts.messageId}`,
    `References: ${facts.messageId}`,
    // RFC 3834 §5: nobody answers a report automatically.
    'Auto-Submitted: auto-replied',
    'X-MS-Exchange-Message-Is-Ndr:',
    'MIME-Version: 1.0',
    `Content-Language: ${words.tag}`,
    `Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="${made.boundary}"`,
  ];
}

/** Plain text, and the same as HTML where that is wanted. RFC 2046 §5.1.4 */
function humanPart({ origin, originalHeader }: DsnRequest, boundary: string): string {
  const blocks = dsnBlocks(origin, originalHeader.toString('utf8'));
  const plain = textPart('plain', plainText(blocks));
  if (!origin.sendHtml) return plain;
  const type = `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`;
  const html = textPart('html', htmlText(blocks, origin.words));
  return `${type}--${boundary}\r\n${plain}--${boundary}\r\n${html}--${boundary}--\r\n`;
}

function textPart(subtype: 'plain' | 'html', text: string): string {
  const charset = isAscii(text) ? 'us-ascii' : 'utf-8';
  const type = `Content-Type: text/${subtype}; charset=${charset}\r\n`;
  if (charset === 'us-ascii' && !/[^\r\n]{990}/.test(text)) {
    return `${type}Content-Transfer-Encoding: 7bit\r\n\r\n${text}\r\n`;
  }
  const encoded = Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return `${type}Content-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`;
}

/** RFC 6533 §4: with addresses outside US-ASCII the part has another type. */
function statusPart(origin: DsnOrigin): string {
  const status = deliveryStatus(origin);
  if (isAscii(status)) return `Content-Type: message/delivery-status\r\n\r\n${status}\r\n`;
  return `Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${status}\r\n`;
}

function attachmentType({ attach, origin }: DsnRequest): string {
  const global = origin.facts.parameters.smtpUtf8;
  if (attach === 'full') return global ? 'message/global' : 'message/rfc822';
  return global ? 'message/global-headers' : 'text/rfc822-headers';
}

function encodingOf(origin: DsnOrigin): string {
  return isEightBit(origin) ? '8bit' : '7bit';
}

/** Whether the report itself needs 8BITMIME. */
export function isEightBit({ facts }: DsnOrigin): boolean {
  return facts.parameters.body !== '7BIT' || facts.parameters.smtpUtf8;
}
