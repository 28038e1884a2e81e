import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { paint } from '../../../../src/shell/interactive/colour.ts';
import { inkedText, stretches } from './inked-text.ts';

describe('what the shell prints, on a page', () => {
  it('colours are those that Write-Host was told', () => {
    assert.deepEqual(inkedText(`a ${paint('b', 'DarkRed', 'Yellow')} c`), [
      { text: 'a ', ink: '', paper: '' },
      { text: 'b', ink: 'darkred', paper: 'yellow' },
      { text: ' c', ink: '', paper: '' },
    ]);
  });
  it('a control character is a picture of itself: nobody moves the cursor or rings a bell', () => {
    assert.deepEqual(inkedText('\u001b[2JHELO\u0007\u007f\tx\r\n'), [
      { text: '␛[2JHELO␇␡\tx\n', ink: '', paper: '' },
    ]);
  });
  it('Japanese takes two columns a letter, half-width kana one', () => {
    assert.deepEqual(stretches('a受信ｺﾈ'), [
      { text: 'a', isWide: false },
      { text: '受信', isWide: true },
      { text: 'ｺﾈ', isWide: false },
    ]);
  });
});
