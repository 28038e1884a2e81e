import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatText } from './format-text.ts';
import ja from './ja.json' with { type: 'json' };
import { selectionCause } from './selection-cause.ts';

const japanese = {
  text: (key: keyof typeof ja, values = {}): string => formatText(ja[key], values),
  number: (value: number | bigint): string => value.toLocaleString('ja'),
};

describe('why a connector was chosen, in the language of the page', () => {
  it('is made of the values, also where they are larger than a number holds', () => {
    const facts = { kind: 'mostSpecific', range: '::/0', addresses: String(2n ** 128n) };
    assert.equal(
      selectionCause(facts, japanese),
      'リモート IP 範囲 ::/0 (340,282,366,920,938,463,463,374,607,431,768,211,456 個のアドレス) が最も限定的に一致しています。',
    );
  });
  it('a kind that is not known is left to the words of the server', () => {
    assert.equal(selectionCause({ kind: 'newer' }, japanese), null);
    assert.equal(selectionCause({}, japanese), null);
  });
});
