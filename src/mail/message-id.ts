/** `<guid@fqdn>`, for a message that came without one. RFC 5322 §3.6.4 */
export function newMessageId(guid: string, fqdn: string): string {
  return `<${guid}@${fqdn}>`;
}

/** The message-id of a field body with its angle brackets, which devices at times forget; null when the body holds none
 *  that can stand in a reply line: printable US-ASCII, no white space, at most 998 octets. */
export function readMessageId(value: string): string | null {
  const open = value.indexOf('<');
  const close = value.indexOf('>', open + 1);
  const id = open >= 0 && close > open ? value.slice(open, close + 1) : `<${value}>`;
  return id.length > 2 && id.length <= 998 && isVisibleAscii(id) && id.lastIndexOf('<') === 0 ? id : null;
}

function isVisibleAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 33 || code > 126) return false;
  }
  return true;
}
