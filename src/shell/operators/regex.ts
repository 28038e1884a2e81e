import { runtimeError } from '../errors/shell-error.ts';

const INLINE_FLAGS = /^\(\?([imsn]+)\)/;

/** A .NET regular expression in ours. shell-language.md §3.4
 *  @throws ShellError where the pattern is invalid */
export function regexFrom(
  pattern: string,
  options: Readonly<{ caseSensitive: boolean; flags?: string }>,
): RegExp {
  const inline = INLINE_FLAGS.exec(pattern);
  const flags = new Set([...(options.flags ?? ''), ...(options.caseSensitive ? '' : 'i')]);
  for (const flag of inline?.[1] ?? '') if (flag !== 'n') flags.add(flag);
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replaceAll(/\\([AzZ])/g, (_, letter: string) =>
      letter === 'A' ? '(?<![^])' : letter === 'z' ? '(?![^])' : '(?=\\n?(?![^]))',
    )
    .replaceAll(/\(\?'(\w+)'/g, '(?<$1>');
  try {
    return new RegExp(source, [...flags].join(''));
  } catch {
    throw runtimeError(
      `parsing "${pattern}" - the regular expression is not valid.`,
      'InvalidRegularExpression',
      {
        category: 'InvalidOperation',
      },
    );
  }
}

/** -replace: `$1`, `${name}`, `$&`, `$$` in the replacement; what names no group stays as it is. */
export function replaceAll(text: string, regex: RegExp, replacement: string): string {
  return text.replaceAll(regex, (...found: unknown[]) => expandReplacement(replacement, found));
}

function expandReplacement(replacement: string, found: readonly unknown[]): string {
  const last = found.at(-1);
  const named: Readonly<Record<string, unknown>> =
    typeof last === 'object' && last !== null ? { ...last } : {};
  const groupCount = found.findIndex((item) => typeof item === 'number') - 1;
  return replacement.replaceAll(
    /\$(?:(\$)|(&|0)|(\d+)|\{(\w+)\})/g,
    (whole, ...parts: (string | undefined)[]) => {
      const [dollar, all, number, name] = parts;
      if (dollar !== undefined) return '$';
      if (all !== undefined) return textOf(found[0]);
      const key = number ?? name ?? '';
      if (/^\d+$/.test(key)) return Number(key) <= groupCount ? textOf(found[Number(key)]) : whole;
      return key in named ? textOf(named[key]) : whole;
    },
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
