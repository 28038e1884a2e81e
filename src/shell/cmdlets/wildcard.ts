/** `*`, `?`, `[a-c]`; a backtick takes the meaning from the next character. The whole text has to match. */
export function wildcardToRegExp(pattern: string, options: Readonly<{ caseSensitive: boolean }>): RegExp {
  const source = pattern.replace(/`(.)|(\*)|(\?)|\[([^\]]+)\]|([\s\S])/g, (...groups: string[]) => {
    const [, escaped, star, mark, set, plain] = groups;
    if (star !== undefined) return '[\\s\\S]*';
    if (mark !== undefined) return '[\\s\\S]';
    if (set !== undefined) return `[${set.replace(/[\\\]^]/g, '\\$&')}]`;
    return (escaped ?? plain ?? '').replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, options.caseSensitive ? '' : 'i');
}
