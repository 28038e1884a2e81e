import type { SelectionCause } from '../../../src/access/selection-cause.ts';
import type { LanguageView, TextKey } from './language.tsx';

/** Each kind of reason has its text. */
const KEYS: Readonly<Record<SelectionCause['kind'], TextKey>> = {
  disabled: 'cause.disabled',
  notBound: 'cause.notBound',
  noRange: 'cause.noRange',
  mostSpecific: 'cause.mostSpecific',
  wider: 'cause.wider',
  younger: 'cause.younger',
  lessBound: 'cause.lessBound',
};
const NUMBERS = ['addresses', 'winnerAddresses'];

/** Why a Receive connector took a connection, or did not, in the language of the page.
 *  @param facts what the server tells of it as values
 *  @returns null where a newer server tells a kind that this page does not know */
export function selectionCause(
  facts: Readonly<Record<string, string>>,
  { text, number }: Pick<LanguageView, 'text' | 'number'>,
): string | null {
  const { kind = '', ...values } = facts;
  const key = Object.entries(KEYS).find(([name]) => name === kind)?.[1];
  if (key === undefined) return null;
  const shown = Object.entries(values).map(([name, value]): readonly [string, string] => [
    name,
    NUMBERS.includes(name) ? number(BigInt(value)) : value,
  ]);
  return text(key, Object.fromEntries(shown));
}
