import type { Mailbox } from './address.ts';

export type NotifyEvent = 'NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY';

/** What the parameters of MAIL FROM say. Absent parameter = `null`. */
export type MailParameters = Readonly<{
  /** Octets announced by SIZE=. RFC 1870 §6 */
  size: number | null;
  /** RFC 6152, RFC 3030. Without BODY= the message is 7BIT. */
  body: '7BIT' | '8BITMIME' | 'BINARYMIME';
  /** RFC 6531 §3.4 */
  smtpUtf8: boolean;
  /** RFC 3461 §4.3 */
  ret: 'FULL' | 'HDRS' | null;
  /** RFC 3461 §4.4, xtext as given (≤ 100 characters), passed on unchanged. */
  envid: string | null;
  /** AUTH=, RFC 4954 §5: decoded mailbox text, `<>` for an unproven sender. */
  auth: string | null;
}>;

/** What the parameters of RCPT TO say. */
export type RcptParameters = Readonly<{
  /** RFC 3461 §4.1; empty = absent. NEVER stands alone. */
  notify: readonly NotifyEvent[];
  /** RFC 3461 §4.2: `rfc822;xtext` as given (≤ 500 characters), passed on unchanged. */
  orcpt: string | null;
  /** Originator requested alternate recipient, `rfc822;xtext` as given; absent = none. Exchange: XORAR */
  orar?: string;
}>;

export type EnvelopeRecipient = Readonly<{ address: Mailbox; parameters: RcptParameters }>;
