import { conversionError } from '../errors/shell-error.ts';
import { toText } from './text.ts';
import type { PsScalar, PsValue } from './value.ts';

/** Texts of .NET whose parts scripts look at: [version], [uri], [mailaddress]. shell-language.md §3.5
 *  @throws ShellError where the text is none */
export function versionValue(value: PsValue, type: string): PsScalar {
  const text = toText(value).trim();
  const parts = text.split('.');
  if (parts.length < 2 || parts.length > 4 || parts.some((part) => !/^\d{1,10}$/.test(part)))
    throw notA(text, type, 'Version string portion was too short or too long.');
  const [major = 0, minor = 0, build = -1, revision = -1] = parts.map(Number);
  return {
    $: 'typed',
    type,
    text: parts.map(Number).join('.'),
    members: { Major: major, Minor: minor, Build: build, Revision: revision },
  };
}

/** The four numbers of a version in a text that sorts as they do; a part that is not there comes before 0. */
export function versionKey(text: string): string {
  return Array.from({ length: 4 }, (_, at) => (text.split('.')[at] ?? '').padStart(10, ' ')).join('.');
}

export function uriValue(value: PsValue, type: string): PsScalar {
  const text = toText(value).trim();
  const url = URL.parse(text);
  if (url === null)
    return { $: 'typed', type, text, members: { OriginalString: text, IsAbsoluteUri: false } };
  const standard: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'ftp:': 21, 'ldap:': 389 };
  const host = url.hostname;
  return {
    $: 'typed',
    type,
    text: url.href,
    members: {
      AbsolutePath: url.pathname,
      AbsoluteUri: url.href,
      Authority: url.host,
      Host: host,
      Port: url.port === '' ? (standard[url.protocol] ?? -1) : Number(url.port),
      Scheme: url.protocol.slice(0, -1),
      PathAndQuery: url.pathname + url.search,
      Query: url.search,
      Fragment: url.hash,
      LocalPath: decodeURIComponent(url.pathname),
      OriginalString: text,
      IsAbsoluteUri: true,
      DnsSafeHost: host,
      UserInfo: url.username,
    },
  };
}

/** `chris@contoso.com`, `Chris <chris@contoso.com>` */
export function mailAddressValue(value: PsValue, type: string): PsScalar {
  const text = toText(value).trim();
  const [, name = '', angled = ''] = /^"?([^"<]*?)"?\s*<([^<>]+)>$/.exec(text) ?? [];
  const address = angled === '' ? text : angled;
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1 || /\s/.test(address))
    throw notA(text, type, 'The specified string is not in the form required for an e-mail address.');
  const members = {
    DisplayName: name,
    User: address.slice(0, at),
    Host: address.slice(at + 1),
    Address: address,
  };
  return { $: 'typed', type, text: name === '' ? address : `"${name}" <${address}>`, members };
}

/** [Microsoft.Exchange.Data.SmtpAddress], which takes any text and says whether it is an address. */
export function smtpAddressValue(value: PsValue, type: string): PsScalar {
  const text = toText(value);
  const at = text.lastIndexOf('@');
  const isValid = at > 0 && at < text.length - 1 && !/\s/.test(text);
  const members = {
    Length: text.length,
    IsValidAddress: isValid,
    Local: at < 0 ? '' : text.slice(0, at),
    Domain: at < 0 ? '' : text.slice(at + 1),
  };
  return { $: 'typed', type, text, members };
}

function notA(text: string, type: string, reason: string): Error {
  return conversionError(`Cannot convert value "${text}" to type "${type}". Error: "${reason}"`);
}
