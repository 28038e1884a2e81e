import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadedLate, loadedWith } from './testing/loaded-with.ts';

const SOURCES = new URL('..', import.meta.url);

describe('the way to the first 220', () => {
  const begin = new URL('app/start-server.ts', SOURCES);
  const parts = loadedLate(begin).filter((address) => !address.endsWith('/certificate-tools.ts'));
  const loaded = loadedWith(
    new URL('cli/main.ts', SOURCES),
    new URL('cli/start.ts', SOURCES),
    ...parts.map((address) => new URL(address)),
  );

  it('loads what receives and delivers', () => {
    for (const part of ['net/inbound.ts', 'transport/delivery.ts', 'store/segment-log/store.ts'])
      assert.ok(loaded.has(new URL(part, SOURCES).href), part);
  });

  it('loads neither commands nor anything that speaks HTTP', () => {
    for (const late of [
      /\/src\/admin\/(dispatch|commands\/|contract\/specs\/)/,
      /\/src\/(http|shell)\//,
      /\/net\/(acme-client|challenge-listener|pkcs12)\.ts$/,
      /^node:https?$/,
      /^@?fastify/,
    ])
      assert.deepEqual(
        [...loaded].filter((name) => late.test(name)),
        [],
        String(late),
      );
  });

  it('is at most 320 modules long, and starts the database before an eighth of them', () => {
    const first = loadedWith(new URL('cli/main.ts', SOURCES), new URL('cli/start.ts', SOURCES));
    assert.ok(loaded.size <= 320, `${loaded.size} modules`);
    assert.ok(first.size * 8 <= loaded.size, `${first.size} of ${loaded.size}`);
  });
});

describe('modules that are loaded late', () => {
  it('load, each of them', async () => {
    const files = globSync('**/*.ts', { cwd: SOURCES, exclude: ['**/*.test.ts', 'cli/main.ts'] });
    const late = new Set(
      files.flatMap((file) => loadedLate(new URL(file, pathToFileURL(`${SOURCES.pathname}/`)))),
    );
    assert.ok(late.size > 90, `${late.size} found`);
    for (const name of late) assert.ok(Object.keys(await import(name)).length > 0, name);
  });
});
