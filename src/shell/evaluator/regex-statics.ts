import { regexFrom, replaceAll } from '../operators/regex.ts';
import { toText } from '../values/text.ts';
import { PsObject, type PsValue } from '../values/value.ts';

/** The methods of [regex], as static ones and on a value. Case counts unless IgnoreCase is given, as in .NET.
 *  @returns undefined where there is no such method */
export function callRegex(lower: string, args: readonly PsValue[]): PsValue | undefined {
  const [text = '', pattern = '', third = ''] = args.map((arg) => toText(arg));
  const options = /ignorecase/i.test(toText(args.at(-1) ?? null)) && args.length > 2;
  const regex = (): RegExp => regexFrom(pattern, { caseSensitive: !options, flags: 'g' });
  switch (lower) {
    case 'ismatch':
      return regex().test(text);
    case 'match':
      return matchObject(regex().exec(text));
    case 'matches':
      return [...text.matchAll(regex())].map(matchObject);
    case 'replace':
      return replaceAll(text, regex(), third);
    case 'split':
      return text.split(regex());
    case 'escape':
      return text.replaceAll(/[\\*+?|{[()^$.# ]/g, String.raw`\$&`);
    default:
      return undefined;
  }
}

/** A match as .NET gives it, with its groups by number and by name. */
export function matchObject(found: RegExpExecArray | null): PsObject {
  const named = Object.entries(found?.groups ?? {});
  const groups = [...(found ?? [])].map((text, at) => {
    // Groups have their numbers for names, unless they were given others.
    const name = named.find(([given, value]) => given !== '' && at > 0 && value === text)?.[0];
    return groupObject(text).set('Name', name ?? String(at));
  });
  return groupObject(found?.[0])
    .set('Index', found?.index ?? 0)
    .set('Groups', groups);
}

function groupObject(text: string | undefined): PsObject {
  return new PsObject({ typeName: 'System.Text.RegularExpressions.Match', text: text ?? '' })
    .set('Success', text !== undefined)
    .set('Value', text ?? '')
    .set('Length', (text ?? '').length);
}
