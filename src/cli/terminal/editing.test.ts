import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { paint, paintMessage, takesColour } from '../../shell/interactive/colour.ts';
import { firstOf, nextOf } from '../../shell/interactive/cycle.ts';
import { HistoryFile, historyPath } from './history-file.ts';
import { isSecret, KEPT, remembered } from '../../shell/interactive/history.ts';
import { type Key, typed } from './key.ts';
import { type Line, lineOf, rowDown, rowUp } from '../../shell/interactive/line.ts';
import { down, freshRecall, search, up } from '../../shell/interactive/recall.ts';
import { Screen } from './screen.ts';

const key = (name: string, more: Partial<Key> = {}): Key => ({ sequence: name, name, ...more });
const ctrl = (name: string): Key => key(name, { ctrl: true, sequence: '\u0001' });
/** `a|b`: the cursor stands at the bar. */
const at = (text: string): Line => ({ text: text.replace('|', ''), cursor: text.indexOf('|') });
const show = ({ text, cursor }: Line): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

describe('keys edit the line', () => {
  const cases: readonly (readonly [string, Key, string])[] = [
    ['ab|', { sequence: 'c', name: 'c' }, 'abc|'],
    ['a|b', { sequence: 'ü' }, 'aü|b'],
    ['ab|', key('left'), 'a|b'],
    ['e\u0301|', key('left'), '|e\u0301'],
    ['👨‍👩‍👧|', key('backspace'), '|'],
    ['a|b', key('delete'), 'a|'],
    ['Get-Queue -Id|', ctrl('left'), 'Get-Queue -|Id'],
    ['|Get-Queue', ctrl('right'), 'Get|-Queue'],
    ['a b|', ctrl('a'), '|a b'],
    ['a|b\nc', ctrl('e'), 'ab|\nc'],
    ['one two|', ctrl('w'), 'one |'],
    ['one| two', ctrl('k'), 'one|'],
    ['a\none| two', ctrl('u'), 'a\n| two'],
    ['abc|', key('escape', { meta: true }), '|'],
    ['a|', key('f5', { sequence: '\u001b[15~' }), 'a|'],
  ];
  for (const [before, pressed, after] of cases)
    it(`${JSON.stringify(before)} ${pressed.name ?? pressed.sequence} → ${JSON.stringify(after)}`, () =>
      assert.equal(show(typed(at(before), pressed)), after));
});

describe('rows of one submission', () => {
  it('up and down keep the column where the row is long enough', () => {
    assert.equal(show(rowUp(at('abc\ndef|')) ?? at('|')), 'abc|\ndef');
    assert.equal(show(rowUp(at('a\ndef|')) ?? at('|')), 'a|\ndef');
    assert.equal(show(rowDown(at('a|bc\nd')) ?? at('|')), 'abc\nd|');
    assert.equal(rowUp(at('a|')), null);
    assert.equal(rowDown(at('a\nb|')), null);
  });
});

describe('history', () => {
  const history = ['Get-Queue', 'foreach ($q in 1) {\n$q\n}', 'Get-Message'];

  it('up and down walk it and bring the draft back', () => {
    const typing = freshRecall(history, lineOf('Get'));
    const newest = up(typing, history);
    assert.equal(newest.line.text, 'Get-Message');
    assert.equal(up(newest, history).line.text, history[1]);
    assert.equal(down(newest, history).line.text, 'Get');
    assert.equal(down(typing, history).line.text, 'Get');
  });

  it('a search finds the newest that holds the text, then the one before', () => {
    const found = search(freshRecall(history, lineOf('get-')), history);
    assert.equal(found.line.text, 'Get-Message');
    const next = search(found, history);
    assert.equal(next.line.text, 'Get-Queue');
    assert.equal(search(next, history).line.text, 'Get-Queue');
  });

  it('takes neither blanks nor the same again, and no more than it keeps', () => {
    assert.deepEqual(remembered(['a'], ' '), ['a']);
    assert.deepEqual(remembered(['a'], 'a\n'), ['a']);
    const full = Array.from({ length: KEPT }, (_, index) => String(index));
    assert.equal(remembered(full, 'new').length, KEPT);
  });

  it('secrets are known by their words', () => {
    for (const text of [
      'Set-MailUser a -Password $p',
      'ConvertTo-SecureString "x" -AsPlainText',
      '$ApiKey = 1',
    ])
      assert.equal(isSecret(text), true, text);
    assert.equal(isSecret('Get-ReceiveConnector'), false);
  });

  it('the file is its owner’s alone and holds no secret; several rows stay one submission', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-history-'));
    try {
      const path = historyPath((name) => (name === 'HOME' ? folder : undefined)) ?? '';
      const file = new HistoryFile(path);
      for (const text of ['one\ntwo', 'New-MailUser -Password x', 'three']) file.append(text);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.doesNotMatch(readFileSync(path, 'utf8'), /MailUser/);
      assert.deepEqual(new HistoryFile(path).load(), ['one\ntwo', 'three']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('without a home there is none, and a folder that cannot be written harms nothing', () => {
    assert.equal(
      historyPath(() => undefined),
      null,
    );
    const path = join(import.meta.filename, 'history');
    new HistoryFile(path).append('x');
    assert.deepEqual(new HistoryFile(path).load(), []);
  });
});

describe('completion', () => {
  it('Tab goes round the candidates, Shift+Tab back', () => {
    const completion = { start: 4, candidates: ['one', 'two three', 'four'] };
    const first = firstOf(lineOf('Get o'), completion, 1);
    assert.equal(first?.line.text, 'Get one');
    const second = first === null ? null : nextOf(first, 1);
    assert.equal(second?.line.text, 'Get two three');
    assert.equal(first === null ? '' : nextOf(first, -1)?.line.text, 'Get four');
    assert.equal(firstOf(lineOf('x'), { start: 0, candidates: [] }, 1), null);
  });
});

describe('the screen', () => {
  const drawn = (columns: number, text: string, cursor = text.length): string => {
    let out = '';
    new Screen(
      (piece) => (out += piece),
      () => columns,
    ).draw({ first: '> ', next: '>> ' }, { text, cursor });
    return out;
  };

  it('puts the cursor where it is in the text', () => {
    assert.equal(drawn(80, 'abc'), '\r\u001b[J> abc\r\u001b[5C');
    assert.equal(drawn(80, 'abc', 1), '\r\u001b[J> abc\r\u001b[3C');
    assert.equal(drawn(80, 'ab\nc', 1), '\r\u001b[J> ab\r\n>> c\u001b[1A\r\u001b[3C');
  });

  it('counts the rows that a long text takes, and the width of CJK', () => {
    assert.equal(drawn(5, 'abcdef', 0), '\r\u001b[J> abcdef\u001b[1A\r\u001b[2C');
    assert.equal(drawn(80, '郵件'), '\r\u001b[J> 郵件\r\u001b[6C');
    assert.equal(drawn(5, 'abc'), '\r\u001b[J> abc \r\r');
  });
});

describe('colour', () => {
  it('is for terminals, unless somebody asked for none', () => {
    assert.equal(takesColour({ isTTY: true }, {}), true);
    assert.equal(takesColour({}, {}), false);
    assert.equal(takesColour({ isTTY: true }, { NO_COLOR: '1' }), false);
    assert.equal(takesColour({ isTTY: true }, { TERM: 'dumb' }), false);
  });

  it('stays within the line; warnings are yellow, errors red', () => {
    assert.equal(paint('a\nb', 'Green'), '\u001b[92ma\u001b[0m\n\u001b[92mb\u001b[0m');
    assert.equal(paint('a', 'White', 'DarkBlue'), '\u001b[97;44ma\u001b[0m');
    assert.equal(paint('a', 'Mauve'), 'a');
    assert.equal(paintMessage('WARNING: x'), '\u001b[93mWARNING: x\u001b[0m');
    assert.equal(paintMessage('x : y'), '\u001b[91mx : y\u001b[0m');
  });
});
