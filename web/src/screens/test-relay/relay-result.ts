import type { AdminObject, Value } from '../../../../src/admin/contract/values.ts';
import { textOfValue } from '../../../../src/admin/contract/value-text.ts';
import { memberOf, textOf, valuesOf } from '../../api/objects.ts';
import type { TextKey } from '../../i18n/language.tsx';

export type Verdict = Readonly<{ allowed: boolean; text: TextKey }>;

/** The answer in one sentence of ours: the server's own is English. */
export function verdictOf(result: AdminObject): Verdict {
  if (textOf(result, 'Connector') === '') return { allowed: false, text: 'test.noConnector' };
  if (isRefusal(textOf(result, 'MailReply'))) return { allowed: false, text: 'test.refusedMail' };
  if (isRefusal(textOf(result, 'RcptReply'))) return { allowed: false, text: 'test.refusedRcpt' };
  if (textOf(result, 'CanSubmit') !== 'True') return { allowed: false, text: 'test.refusedSubmit' };
  if (textOf(result, 'RcptReply') === '')
    return textOf(result, 'CanRelay') === 'True'
      ? { allowed: true, text: 'test.mayRelay' }
      : { allowed: true, text: 'test.mayNotRelay' };
  return textOf(result, 'RcptReason') === 'ms-Exch-SMTP-Accept-Any-Recipient'
    ? { allowed: true, text: 'test.relayed' }
    : { allowed: true, text: 'test.accepted' };
}

function isRefusal(reply: string): boolean {
  return /^[45]/.test(reply);
}

export type Line = Readonly<{ by: 'client' | 'server'; line: string; why?: string }>;

/** The dialogue as it would run, with the reason of each decision. */
export function dialogueOf(result: AdminObject): readonly Line[] {
  const exchange = (command: string, reply: string, why: string): readonly Line[] =>
    reply === ''
      ? []
      : [
          { by: 'client', line: command },
          { by: 'server', line: reply, why },
        ];
  const sender = textOf(result, 'MailFrom');
  return [
    ...exchange(
      `MAIL FROM:${sender === '<>' ? sender : `<${sender}>`}`,
      textOf(result, 'MailReply'),
      textOf(result, 'MailReason'),
    ),
    ...exchange(
      `RCPT TO:<${textOf(result, 'RcptTo')}>`,
      textOf(result, 'RcptReply'),
      textOf(result, 'RcptReason'),
    ),
  ];
}

export type RightRow = Readonly<{ right: string; granted: boolean; by: string }>;

export function rightsOf(result: AdminObject): readonly RightRow[] {
  return [...valuesOf(result, 'Rights'), ...valuesOf(result, 'MissingRights')].map((value) => ({
    right: shown(memberOf(value, 'Right')),
    granted: memberOf(value, 'Granted') === true,
    by: shown(memberOf(value, 'AllowedTo')) || shown(memberOf(value, 'DeniedTo')),
  }));
}

function shown(value: Value): string {
  return value === null ? '' : textOfValue(value);
}

/** The limits that such a session meets, in the order of the answer. */
export const LIMIT_NAMES: readonly string[] = [
  'MaxMessageSize',
  'MaxHeaderSize',
  'MaxRecipientsPerMessage',
  'MaxHopCount',
  'MessageRateLimit',
  'MessageRateSource',
  'MaxInboundConnection',
  'MaxInboundConnectionPerSource',
  'MaxInboundConnectionPercentagePerSource',
  'ConnectionTimeout',
  'ConnectionInactivityTimeout',
  'TarpitInterval',
];
