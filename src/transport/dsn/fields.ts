import { formatMailbox, parseAddressLiteral } from '../../mail/address.ts';
import { formatDate, localOffsetMinutes } from '../../mail/date.ts';
import type { MessageFacts } from '../../queue/message.ts';
import type { ReportedRecipient } from '../../queue/recipient-state.ts';
import type { DsnWords } from './words.ts';
import { decodeXtext } from '../../smtp/xtext.ts';

export type DsnOrigin = Readonly<{
  facts: MessageFacts;
  reports: readonly ReportedRecipient[];
  /** Our FQDN, or the domain that is set for it. */
  reportingMta: string;
  words: DsnWords;
  /** Whether administrators' lines are in it. Exchange: Set-RemoteDomain -NDRDiagnosticInfoEnabled */
  diagnostics: boolean;
  sendHtml: boolean;
  displayName: (report: ReportedRecipient) => string | null;
}>;

/** The lines of a delivery-status part, CRLF ended. RFC 3464 §2, shape of mail-flow.md §5.3 */
export function deliveryStatus(origin: DsnOrigin): string {
  const groups = [messageFields(origin), ...origin.reports.map((report) => recipientFields(origin, report))];
  return groups.map((lines) => `${lines.join('\r\n')}\r\n`).join('\r\n');
}

function messageFields({ facts, reportingMta }: DsnOrigin): string[] {
  const lines = [`Reporting-MTA: dns;${reportingMta}`];
  if (facts.clientHello !== '') lines.push(`Received-From-MTA: dns;${oneLine(facts.clientHello)}`);
  lines.push(`Arrival-Date: ${dateText(facts.receivedAt)}`);
  const { envid } = facts.parameters;
  if (envid !== null) lines.push(`Original-Envelope-Id: ${oneLine(decodeXtext(envid))}`);
  return lines;
}

function recipientFields(origin: DsnOrigin, report: ReportedRecipient): string[] {
  const { orcpt } = report.recipient.parameters;
  const address = formatMailbox(report.recipient.address);
  const lines: string[] = [];
  if (orcpt !== null) lines.push(`Original-Recipient: ${originalRecipient(orcpt)}`);
  // RFC 6533 §3: an address outside US-ASCII has a type of its own.
  lines.push(`Final-Recipient: ${isAscii(address) ? 'rfc822' : 'utf-8'};${address}`);
  lines.push(`Action: ${report.action}`, `Status: ${report.status}`);
  if (report.diagnostic !== '') lines.push(`Diagnostic-Code: smtp;${oneLine(report.diagnostic)}`);
  if (report.remoteMta !== '') lines.push(`Remote-MTA: dns;${mtaName(report.remoteMta)}`);
  if (report.action === 'delayed') lines.push(`Will-Retry-Until: ${dateText(origin.facts.expiresAt)}`);
  const displayName = origin.displayName(report);
  if (displayName !== null) lines.push(`X-Display-Name: ${oneLine(displayName)}`);
  return lines;
}

/** A host without a name is named by its address in brackets. RFC 3461 §9.3 */
function mtaName(host: string): string {
  return parseAddressLiteral(`[${host}]`) ?? parseAddressLiteral(`[IPv6:${host}]`) ?? host;
}

/** ORCPT's `type;xtext` with the address in plain. RFC 3464 §2.3.1 */
function originalRecipient(orcpt: string): string {
  const semicolon = orcpt.indexOf(';');
  if (semicolon < 0) return oneLine(orcpt);
  return `${orcpt.slice(0, semicolon)};${oneLine(decodeXtext(orcpt.slice(semicolon + 1)))}`;
}

export function dateText(at: number): string {
  return formatDate(at, localOffsetMinutes(at));
}

/** Text of others, made fit for one field: no controls, bounded, so that it can begin no field of its own. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 900);
}

export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) return false;
  return true;
}
