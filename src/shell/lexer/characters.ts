/** Character classes of the language. Typographic characters from articles mean the ASCII ones.
 *  All take one UTF-16 unit or '' at the end of the text. shell-language.md §1 */

export function isDash(char: string): boolean {
  return char === '-' || char === '\u2013' || char === '\u2014' || char === '\u2015';
}

export function isSingleQuote(char: string): boolean {
  return char === "'" || (char >= '\u2018' && char <= '\u201b');
}

export function isDoubleQuote(char: string): boolean {
  return char === '"' || (char >= '\u201c' && char <= '\u201e');
}

export function isNewline(char: string): boolean {
  return char === '\n' || char === '\r';
}

export function isBlank(char: string): boolean {
  return (
    char === ' ' || char === '\t' || (char !== '' && !isNewline(char) && /^[\s\u200b\ufeff]$/.test(char))
  );
}

export function isDigit(char: string): boolean {
  return char >= '0' && char <= '9' && char.length === 1;
}

export function isLetter(char: string): boolean {
  return /^[A-Za-z_]$/.test(char) || (char > '\u007f' && /^\p{L}$/u.test(char));
}

/** Letters, digits and `_`. */
export function isWordChar(char: string): boolean {
  return isLetter(char) || isDigit(char);
}

/** Of a variable's name; `?` belongs to it. §2 */
export function isVariableChar(char: string): boolean {
  return isWordChar(char) || char === '?';
}

/** Ends a bareword. §1.1 */
export function endsWord(char: string): boolean {
  return char === '' || isBlank(char) || isNewline(char) || '&(),;{|}'.includes(char);
}
