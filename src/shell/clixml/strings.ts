/** A string as CLIXML writes it: XML's own characters escaped, control characters, surrogate halves and the `_` of
 *  anything that would read as an escape as `_xHHHH_`. shell-language.md §14.3 */
export function encodeString(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]|_(?=[xX])/g, escape)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** The same for an attribute in double quotes. */
export function encodeAttribute(text: string): string {
  return encodeString(text).replaceAll('"', '&quot;');
}

function escape(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** The inverse, after the XML was parsed: each escape once, from left to right. */
export function decodeString(text: string): string {
  if (!text.includes('_x') && !text.includes('_X')) return text;
  return text.replaceAll(/_[xX]([\dA-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
