/** A -like pattern as an expression for the whole string: `*`, `?`, `[a-c]`; a backtick takes a wildcard's meaning.
 *  shell-language.md §3.4 */
export function wildcardToRegExp(pattern: string, options: Readonly<{ caseSensitive: boolean }>): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const set = char === '[' ? /^\[([^\]]+)\]/.exec(pattern.slice(at)) : null;
    if (char === '`' && at + 1 < pattern.length) source += escapeRegExp(pattern.charAt(++at));
    else if (char === '*') source += '[^]*';
    else if (char === '?') source += '[^]';
    else if (set?.[1] !== undefined) {
      source += `[${set[1].replaceAll(/[\\^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else source += escapeRegExp(char);
  }
  return new RegExp(`^${source}$`, options.caseSensitive ? '' : 'i');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
