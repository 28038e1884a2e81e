import { gzipSync } from 'node:zlib';
import { newMessageId } from '../mail/message-id.ts';
import { dateText } from './dsn/fields.ts';
import type { WrittenLetter } from './enqueue-own.ts';

export type TlsReportLetter = Readonly<{
  /** The domain that the report is about, as an A-label. */
  domain: string;
  /** FQDN of this server, who reports. */
  submitter: string;
  reportId: string;
  /** The report itself. RFC 8460 §4.4 */
  json: string;
  /** Of the day that is reported. Epoch ms */
  from: number;
  to: number;
  /** Address of who answers for the report. */
  contact: string;
  /** Addresses. */
  receivers: readonly string[];
  guid: string;
  /** Epoch ms */
  at: number;
}>;

/** A report about TLS as a message: multipart/report with a line for people and the report as compressed JSON.
 *  RFC 8460 §5.3 */
export function writeTlsReport(letter: TlsReportLetter): WrittenLetter {
  const { domain, submitter, reportId, contact, receivers, guid, at } = letter;
  const boundary = `=_postern_${guid}`;
  const messageId = newMessageId(guid, submitter);
  const subject = `Report Domain: ${domain} Submitter: ${submitter} Report-ID: <${reportId}>`;
  const header = [
    `From: ${contact}`,
    `To: ${receivers.join(',\r\n ')}`,
    `Subject: Report Domain: ${domain}\r\n Submitter: ${submitter}\r\n Report-ID: <${reportId}>`,
    `Date: ${dateText(at)}`,
    `Message-ID: ${messageId}`,
    `TLS-Report-Domain: ${domain}`,
    `TLS-Report-Submitter: ${submitter}`,
    // RFC 3834 §5: nobody answers it automatically.
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type="tlsrpt";\r\n boundary="${boundary}"`,
  ];
  const body = [
    'This is a MIME-encapsulated message.\r\n',
    `--${boundary}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n${forPeople(letter)}`,
    `--${boundary}\r\n${attachment(letter)}`,
    `--${boundary}--\r\n`,
  ];
  return {
    messageId,
    subject,
    header: Buffer.from(`${header.join('\r\n')}\r\n\r\n`),
    body: Buffer.from(body.join('\r\n')),
  };
}

function forPeople({ domain, submitter, from }: TlsReportLetter): string {
  const day = new Date(from).toISOString().slice(0, 10);
  const lines = [
    `This is a report of ${submitter} about TLS connections to mail hosts of ${domain}`,
    `on ${day} (UTC), for those who run ${domain}. It was asked for by the record`,
    `_smtp._tls.${domain}. Nobody reads answers to it.`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 8460 §5.1: the file's name says who reports on whom and which seconds. */
function attachment({ domain, submitter, json, from, to }: TlsReportLetter): string {
  const [begin, end] = [from, to].map((at) => Math.floor(at / 1000));
  const name = `${submitter}!${domain}!${begin}!${end}.json.gz`;
  const type = `Content-Type: application/tlsrpt+gzip\r\nContent-Transfer-Encoding: base64\r\n`;
  const disposition = `Content-Disposition: attachment;\r\n filename="${name}"\r\n\r\n`;
  const encoded = gzipSync(json).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return `${type}${disposition}${encoded}\r\n`;
}
