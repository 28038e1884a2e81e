import { parseMailbox } from '../mail/address.ts';
import type { MailParameters, NotifyEvent, RcptParameters } from '../mail/envelope.ts';
import type { EnvelopeSyntax } from './server-types.ts';
import { decodeXtext, isXtext } from './xtext.ts';

/** Parameters of MAIL and RCPT. RFC 5321 §4.1.2 `esmtp-param`
 *  A parameter is known when the extension it belongs to is offered; SIZE= and AUTH= are taken from everyone. One that is
 *  unknown, given twice, or has a value that it cannot have makes the whole command invalid. */

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** MAIL without any. */
export const NO_MAIL_PARAMETERS: MailParameters = {
  size: null,
  body: '7BIT',
  smtpUtf8: false,
  ret: null,
  envid: null,
  auth: null,
};
const NO_RCPT_PARAMETERS: RcptParameters = { notify: [], orcpt: null };

const MAX_ENVID = 100;
const MAX_ORCPT = 500;
const MAX_SIZE_DIGITS = 20;
const PRINTABLE = /^[\t -~]*$/;
/** Type of an address; `=` may stand in no parameter. RFC 3461 §4.2 */
const ADDRESS_TYPE = /^[\w!#$%&'*+/?^`{|}~-]+$/;

/** @param text what follows the path: empty, or a blank and parameters
 *  @returns null where they are not valid */
export function parseMailParameters(text: string, settings: EnvelopeSyntax): MailParameters | null {
  if (text === '') return NO_MAIL_PARAMETERS;
  const parameters: Mutable<MailParameters> = { ...NO_MAIL_PARAMETERS };
  const valid = everyParameter(text, (keyword, value) =>
    setMailParameter(parameters, keyword, value, settings),
  );
  return valid ? parameters : null;
}

function setMailParameter(
  parameters: Mutable<MailParameters>,
  keyword: string,
  value: string | null,
  settings: EnvelopeSyntax,
): boolean {
  switch (keyword) {
    case 'SIZE':
      parameters.size = parseSize(value);
      return parameters.size !== null;
    case 'BODY':
      return setBody(parameters, value, settings);
    case 'SMTPUTF8':
      parameters.smtpUtf8 = true;
      return value === null && settings.smtpUtf8 && settings.eightBitMime;
    case 'RET':
      return settings.dsn && setRet(parameters, value);
    case 'ENVID':
      parameters.envid = value;
      return settings.dsn && value !== null && isEnvid(value);
    case 'AUTH':
      parameters.auth = parseAuthValue(value);
      return parameters.auth !== null;
    default:
      return false;
  }
}

/** @returns octets; more than can be counted exactly is as good as the largest number */
function parseSize(value: string | null): number | null {
  if (value === null || value === '' || value.length > MAX_SIZE_DIGITS || !isDigits(value)) return null;
  return Math.min(Number(value), Number.MAX_SAFE_INTEGER);
}

export function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text !== '';
}

function setBody(
  parameters: Mutable<MailParameters>,
  value: string | null,
  settings: EnvelopeSyntax,
): boolean {
  switch (value?.toUpperCase()) {
    case '7BIT':
      return settings.eightBitMime || settings.binaryMime;
    case '8BITMIME':
      parameters.body = '8BITMIME';
      return settings.eightBitMime;
    case 'BINARYMIME':
      parameters.body = 'BINARYMIME';
      return settings.binaryMime && settings.chunking;
    default:
      return false;
  }
}

function setRet(parameters: Mutable<MailParameters>, value: string | null): boolean {
  const ret = value?.toUpperCase();
  if (ret !== 'FULL' && ret !== 'HDRS') return false;
  parameters.ret = ret;
  return true;
}

/** RFC 3461 §4.4: xtext of printable US-ASCII. */
function isEnvid(value: string): boolean {
  return value !== '' && value.length <= MAX_ENVID && isXtext(value) && PRINTABLE.test(decodeXtext(value));
}

/** RFC 4954 §5: what is no mailbox proves nobody, as `<>` does. */
function parseAuthValue(value: string | null): string | null {
  if (value === null || value === '' || !isXtext(value)) return null;
  const decoded = decodeXtext(value);
  return parseMailbox(decoded) === null ? '<>' : decoded;
}

/** @param smtpUtf8 SMTPUTF8 was given with MAIL
 *  @returns null where they are not valid */
export function parseRcptParameters(
  text: string,
  settings: EnvelopeSyntax,
  smtpUtf8: boolean,
): RcptParameters | null {
  if (text === '') return NO_RCPT_PARAMETERS;
  const parameters: Mutable<RcptParameters> = { ...NO_RCPT_PARAMETERS };
  const valid = everyParameter(text, (keyword, value) => {
    switch (keyword) {
      case 'NOTIFY':
        parameters.notify = value === null ? [] : parseNotify(value);
        return settings.dsn && parameters.notify.length > 0;
      case 'ORCPT':
        parameters.orcpt = value;
        return settings.dsn && value !== null && isTypedAddress(value, smtpUtf8);
      case 'ORAR':
        if (value !== null) parameters.orar = value;
        return settings.orar && value !== null && isTypedAddress(value, smtpUtf8);
      default:
        return false;
    }
  });
  return valid ? parameters : null;
}

/** RFC 3461 §4.1; lower case is taken too. Empty = not valid. */
function parseNotify(value: string): readonly NotifyEvent[] {
  const events = new Set<NotifyEvent>();
  for (const part of value.toUpperCase().split(',')) {
    if (part !== 'NEVER' && part !== 'SUCCESS' && part !== 'FAILURE' && part !== 'DELAY') return [];
    events.add(part);
  }
  return events.has('NEVER') && events.size > 1 ? [] : [...events];
}

/** `rfc822;user+2Bone@example.net`. RFC 3461 §4.2; RFC 6533 §3: with SMTPUTF8 the address may be in UTF-8. */
function isTypedAddress(value: string, smtpUtf8: boolean): boolean {
  const semicolon = value.indexOf(';');
  if (semicolon < 1 || semicolon === value.length - 1 || value.length > MAX_ORCPT) return false;
  const address = value.slice(semicolon + 1);
  const ascii = smtpUtf8 ? withoutUtf8(address) : address;
  return ADDRESS_TYPE.test(value.slice(0, semicolon)) && isXtext(ascii);
}

function withoutUtf8(text: string): string {
  return [...text].filter((character) => character <= '\x9f' || character === '\ufffd').join('');
}

/** Calls `set` for each `KEYWORD` or `KEYWORD=value`, blanks between them.
 *  @returns false as soon as `set` does, and for anything else in the text */
function everyParameter(text: string, set: (keyword: string, value: string | null) => boolean): boolean {
  if (!text.startsWith(' ')) return false;
  const seen: string[] = [];
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const equals = word.indexOf('=');
    const keyword = (equals < 0 ? word : word.slice(0, equals)).toUpperCase();
    if (seen.includes(keyword)) return false;
    seen.push(keyword);
    if (!set(keyword, equals < 0 ? null : word.slice(equals + 1))) return false;
  }
  return true;
}
