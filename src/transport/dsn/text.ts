import { formatMailbox } from '../../mail/address.ts';
import type { ReportAction, ReportedRecipient } from '../../queue/recipient-state.ts';
import { dateText, oneLine } from './fields.ts';
import type { DsnOrigin } from './fields.ts';

/** A header of the original beyond this is cut in the text part; the attachment has it whole. */
const MAX_HEADER_CHARACTERS = 16_384;
/** Recipients beyond this are counted in the text; the status part names all of them. */
const MAX_RECIPIENTS = 100;

/** A piece of the part for people, before it is plain text or HTML. */
export type DsnBlock =
  | Readonly<{ kind: 'heading'; text: string }>
  | Readonly<{ kind: 'lines'; lines: readonly string[] }>
  /** Shown as it is, line for line. */
  | Readonly<{ kind: 'verbatim'; text: string }>;

/** The subject of a report about a message. mail-flow.md §5.3 */
export function dsnSubject({ words, reports, facts }: DsnOrigin): string {
  return `${words.subjects[actionOf(reports)]}${oneLine(facts.subject).slice(0, 200)}`;
}

/** What the part for people says, in order. mail-flow.md §5.3
 *  @param originalHeader header of the original after the header firewall */
export function dsnBlocks(origin: DsnOrigin, originalHeader: string): readonly DsnBlock[] {
  const { words, reports } = origin;
  const shown = reports.slice(0, MAX_RECIPIENTS);
  const blocks: DsnBlock[] = [
    { kind: 'heading', text: words.headlines[actionOf(reports)] },
    ...shown.map((report): DsnBlock => ({ kind: 'lines', lines: userLines(origin, report) })),
  ];
  if (shown.length < reports.length) {
    blocks.push({ kind: 'lines', lines: [words.andMore(reports.length - shown.length)] });
  }
  if (!origin.diagnostics) return blocks;
  return [
    ...blocks,
    { kind: 'heading', text: words.diagnostics },
    { kind: 'lines', lines: serverLines(origin) },
    ...shown.map((report): DsnBlock => ({ kind: 'lines', lines: diagnosticLines(origin, report) })),
    { kind: 'heading', text: words.originalHeader },
    { kind: 'verbatim', text: originalHeader.slice(0, MAX_HEADER_CHARACTERS) },
  ];
}

/** Lines ended by CRLF, blocks apart by an empty one. */
export function plainText(blocks: readonly DsnBlock[]): string {
  return blocks.map((block) => `${plainBlock(block)}\r\n`).join('\r\n');
}

function plainBlock(block: DsnBlock): string {
  return block.kind === 'lines' ? block.lines.join('\r\n') : block.text;
}

function actionOf(reports: readonly ReportedRecipient[]): ReportAction {
  return reports[0]?.action ?? 'failed';
}

function userLines(origin: DsnOrigin, report: ReportedRecipient): string[] {
  const address = formatMailbox(report.recipient.address);
  const name = origin.displayName(report);
  const shown = name === null ? address : `${oneLine(name)} (${address})`;
  const explanation = explain(origin, report);
  return explanation === '' ? [shown] : [shown, explanation];
}

function explain({ words, facts }: DsnOrigin, report: ReportedRecipient): string {
  if (report.action === 'delayed') return words.delayed(dateText(facts.expiresAt));
  if (report.action !== 'failed') return '';
  return words.explanations.get(report.status) ?? words.otherFailure;
}

/** Who wrote the report, and the host that answered where it was one alone. */
function serverLines({ words, reportingMta, reports }: DsnOrigin): string[] {
  const lines = [`${words.generatingServer}${reportingMta}`];
  const hosts = new Set(reports.map(hostText));
  const [host = ''] = hosts;
  if (hosts.size === 1 && host !== '') lines.push(`${words.receivingServer}${host}`);
  return lines;
}

/** `mx.fabrikam.com (192.0.2.1)`, '' where nobody else answered. */
function hostText({ remoteMta, remoteIp }: ReportedRecipient): string {
  return remoteMta === '' || remoteIp === undefined ? remoteMta : `${remoteMta} (${remoteIp})`;
}

function diagnosticLines(origin: DsnOrigin, report: ReportedRecipient): string[] {
  const { words } = origin;
  const lines = [formatMailbox(report.recipient.address)];
  if (report.action === 'delayed') {
    const answer = '400 4.4.7 Message delayed';
    lines.push(
      report.remoteMta === ''
        ? words.remoteServerReturned(answer)
        : words.remoteServerAtReturned(report.remoteMta, answer),
    );
  } else if (report.diagnostic !== '') lines.push(words.remoteServerReturned(oneLine(report.diagnostic)));
  const last = lastAnswer(origin, report);
  return last === null ? lines : [...lines, last];
}

/** What the last attempt was answered, in reports about mail that waited. */
function lastAnswer({ words, facts }: DsnOrigin, report: ReportedRecipient): string | null {
  const { lastError, lastAttempt } = report.recipient;
  const waited = report.action === 'delayed' || report.status === '4.4.7';
  if (!waited || lastError === '') return null;
  const at = dateText(lastAttempt?.at ?? facts.receivedAt);
  return words.lastAnswer(at, lastAttempt?.remoteMta ?? '', oneLine(lastError));
}
