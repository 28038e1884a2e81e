import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadedWith } from './testing/loaded-with.ts';

describe('the way to the first prompt', () => {
  const loaded = loadedWith(new URL('shell.ts', import.meta.url));

  it('loads neither the engine nor what a distant server needs', () => {
    const names = [...loaded];
    assert.ok(names.some((name) => name.endsWith('/src/cli/terminal/line-editor.ts')));
    for (const slow of [
      /\/shell\/(shell|parser\/|cmdlets\/)/,
      /^node:(https?|tls|crypto)$/,
      /^[a-z@](?!ode:)[^:]*$/,
    ])
      assert.deepEqual(
        names.filter((name) => slow.test(name)),
        [],
        String(slow),
      );
  });

  it('is at most forty modules long', () => {
    assert.ok(loaded.size <= 40, `${loaded.size} modules: ${[...loaded].join('\n')}`);
  });
});
