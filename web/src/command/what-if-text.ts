import type { WhatIfFact } from '../../../src/admin/contract/command-spec.ts';
import { textOfValue } from '../../../src/admin/contract/value-text.ts';
import type { Command, CommandResult } from '../api/commands.ts';
import type { LanguageView } from '../i18n/language.tsx';

/** Commands that are asked about before they are run. */
export const TOLD = [
  'Remove-ReceiveConnector',
  'Remove-SendConnector',
  'Remove-AcceptedDomain',
  'Remove-RemoteDomain',
  'Remove-MailUser',
  'Remove-MailContact',
  'Remove-DistributionGroup',
  'Remove-DistributionGroupMember',
  'Remove-Administrator',
  'Remove-ApiToken',
  'Remove-ExchangeCertificate',
  'Remove-Message',
  'Suspend-Queue',
  'Resume-Queue',
  'Retry-Queue',
  'Suspend-Message',
  'Resume-Message',
] as const;

/** What the server says that a command would do: in the language of the page where it is told as values that this page
 *  knows, else in the server's words, which are English. */
export type WhatIf = Readonly<{ lines: readonly string[]; isEnglish: boolean }>;

export function whatIfOf(
  command: Command,
  { facts = [], whatIf = [] }: CommandResult,
  { text }: Pick<LanguageView, 'text'>,
): WhatIf {
  const lines = facts.map((fact) => lineOf(command, fact, text));
  const known = lines.filter((line) => line !== null);
  return known.length === lines.length && lines.length > 0
    ? { lines: known, isEnglish: false }
    : { lines: whatIf, isEnglish: true };
}

function lineOf(command: Command, { kind, target }: WhatIfFact, text: LanguageView['text']): string | null {
  if (kind !== 'act') return text(`whatIf.${kind}`, { target });
  const name = TOLD.find((known) => known === command.name);
  if (name === undefined) return null;
  const { Member = '', Resubmit = false } = command.parameters;
  if (name === 'Retry-Queue' && Resubmit === true) return text('whatIf.resubmit', { target });
  return text(`whatIf.${name}`, { target, member: textOfValue(Member) });
}
