import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

/** What a module loads with it, itself included: files as their addresses, modules of Node by their names. */
function loadedWith(start: URL): ReadonlySet<string> {
  const found = new Set<string>([start.href]);
  const open = [start];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const [, name = ''] of readFileSync(from, 'utf8').matchAll(STATIC_IMPORT)) {
      const isFile = name.startsWith('.');
      const target = isFile ? new URL(name, from).href : name;
      if (isFile && !found.has(target)) open.push(new URL(target));
      found.add(target);
    }
  }
  return found;
}

const STATIC_IMPORT = /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm;

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
