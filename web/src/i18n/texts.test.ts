import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import en from './en.json' with { type: 'json' };
import { placesOf } from './format-text.ts';
import ja from './ja.json' with { type: 'json' };

const english: Readonly<Record<string, string>> = en;
const japanese: Readonly<Record<string, string>> = ja;
const keys = Object.keys(english);

/** Names that are the same in both languages. */
const SAME = new Set(['common.product', 'connector.fqdn', 'send.fqdn', 'send.mtaSts', 'send.dane']);

/** All that the admin center is made of, but tests. */
function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('the texts of the admin center', () => {
  it('every text has a translation, and no translation is without its text', () => {
    assert.deepEqual(Object.keys(japanese).toSorted(), keys.toSorted());
  });
  it('no translation is empty, or the English text left as it was', () => {
    const left = keys.filter((key) => {
      const text = japanese[key]?.trim() ?? '';
      return text === '' || (text === english[key] && !SAME.has(key));
    });
    assert.deepEqual(left, []);
  });
  it('a translation has the same places for values as its text', () => {
    for (const key of keys)
      assert.deepEqual(placesOf(japanese[key] ?? ''), placesOf(english[key] ?? ''), key);
  });
  it('Japanese texts are written in Japanese', () => {
    const foreign = keys.filter(
      (key) => !SAME.has(key) && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(japanese[key] ?? ''),
    );
    assert.deepEqual(foreign, []);
  });
  it('every text is used', () => {
    const code = sources(join(import.meta.dirname, '..')).join('\n');
    const templates = [...code.matchAll(/`([\w.]+\.)\$\{\w+\}([\w.]*)`/g)];
    const unused = keys.filter(
      (key) =>
        !code.includes(`'${key}'`) &&
        !code.includes(`"${key}"`) &&
        !templates.some(([, before = '', after = '']) => key.startsWith(before) && key.endsWith(after)),
    );
    assert.deepEqual(unused, []);
  });
});
