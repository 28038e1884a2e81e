import { formatMailbox } from '../mail/address.ts';
import type { ReportAction, ReportedRecipient } from '../queue/recipient-state.ts';
import { dateText, oneLine } from './dsn-fields.ts';
import type { DsnOrigin } from './dsn-fields.ts';

/** A header of the original beyond this is cut in the text part; the attachment has it whole. */
const MAX_HEADER_CHARACTERS = 16_384;

const HEADLINES: Readonly<Record<ReportAction, string>> = {
  failed: 'Delivery has failed to these recipients or groups:',
  delayed: 'Delivery is delayed to these recipients or groups:',
  relayed:
    'Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:',
  delivered: 'Your message has been delivered to the following recipients:',
  expanded: 'Delivery to these recipients or groups is complete; the message was sent on to the members:',
};

const SUBJECTS: Readonly<Record<ReportAction, string>> = {
  failed: 'Undeliverable: ',
  delayed: 'Delivery delayed: ',
  relayed: 'Relayed: ',
  delivered: 'Delivered: ',
  expanded: 'Expanded: ',
};

/** The subject of a report about a message. mail-flow.md §5.3; the one for delays is our choice (§14, number 17). */
export function dsnSubject(action: ReportAction, originalSubject: string): string {
  return `${SUBJECTS[action]}${oneLine(originalSubject).slice(0, 200)}`;
}

/** The part for people, lines ended by CRLF. mail-flow.md §5.3
 *  @param originalHeader header of the original after the header firewall */
export function humanText(origin: DsnOrigin, originalHeader: string): string {
  const action = origin.reports[0]?.action ?? 'failed';
  const lines = [HEADLINES[action], ''];
  for (const report of origin.reports) lines.push(...userLines(origin, report), '');
  lines.push(
    'Diagnostic information for administrators:',
    '',
    `Generating server: ${origin.reportingMta}`,
    '',
  );
  for (const report of origin.reports) lines.push(...diagnosticLines(origin, report), '');
  lines.push('Original message headers:', '');
  return `${lines.join('\r\n')}\r\n${originalHeader.slice(0, MAX_HEADER_CHARACTERS)}`;
}

function userLines(origin: DsnOrigin, report: ReportedRecipient): string[] {
  const address = formatMailbox(report.recipient.address);
  const name = origin.displayName(report);
  const shown = name === null ? address : `${oneLine(name)} (${address})`;
  const explanation = explain(origin, report);
  return explanation === '' ? [shown] : [shown, explanation];
}

const EXPLANATIONS: ReadonlyMap<string, string> = new Map([
  ['4.4.7', 'The message could not be delivered in time and is no longer tried.'],
  ['5.1.1', 'The address was not found. Please check it and send the message again.'],
  ['5.1.10', 'The address was not found. Please check it and send the message again.'],
  ['5.2.2', 'The mailbox of the recipient is full.'],
  ['5.2.3', 'The message is too large.'],
  ['5.2.12', 'The message is too large.'],
  ['5.3.4', 'The message is too large.'],
  ['5.4.4', 'The domain of the address does not exist. Please check the address and send the message again.'],
  ['5.4.6', 'The message would have come back to this server again and again.'],
  ['5.5.3', 'The message has too many recipients. Please send it to fewer at a time.'],
  ['5.7.1', 'The recipient does not take messages from this sender.'],
]);

function explain(origin: DsnOrigin, report: ReportedRecipient): string {
  if (report.action === 'delayed') {
    return `The message has not been delivered yet. It will be tried until ${dateText(origin.facts.expiresAt)}; nothing needs to be done.`;
  }
  if (report.action !== 'failed') return '';
  return EXPLANATIONS.get(report.status) ?? 'The message could not be delivered.';
}

function diagnosticLines(origin: DsnOrigin, report: ReportedRecipient): string[] {
  const address = formatMailbox(report.recipient.address);
  if (report.action === 'delayed') {
    const server = report.remoteMta === '' ? 'Remote Server' : `Remote Server at ${report.remoteMta}`;
    const first = `${server} returned '400 4.4.7 Message delayed'`;
    const last = `${dateText(origin.facts.receivedAt)} - ${server} returned '${oneLine(report.diagnostic)}'`;
    return report.diagnostic === '' ? [address, first] : [address, first, last];
  }
  if (report.diagnostic === '') return [address];
  return [address, `Remote Server returned '${oneLine(report.diagnostic)}'`];
}
