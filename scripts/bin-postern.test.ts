import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { root } from './check/root.ts';

type Ended = Readonly<{ code: number; stdout: string; stderr: string }>;

describe('bin/postern', () => {
  let folder: string;
  let install: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'postern bin ')));
    install = join(folder, 'install');
    mkdirSync(join(install, 'bin'), { recursive: true });
    mkdirSync(join(install, 'node_modules'));
    cpSync(join(root, 'bin/postern'), join(install, 'bin/postern'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A program that says its name and its arguments; asked with -p, as bin/postern asks for a version, `isNew`. */
  function putNode(path: string, name: string, isNew: boolean): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      `#!/bin/sh\nif [ "$1" = -p ]; then echo ${isNew}; else printf '${name}'; printf '|%s' "$@"; fi\n`,
    );
    chmodSync(path, 0o755);
  }

  function start(program: string, args: readonly string[] = []): Promise<Ended> {
    const env = { PATH: `${join(folder, 'path')}:/usr/bin:/bin` };
    return new Promise((resolve) => {
      execFile(program, [...args], { cwd: tmpdir(), env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }

  it('takes the node that npm brought, wherever it is called from, and hands the arguments on as they are', async () => {
    putNode(join(install, 'node_modules/.bin/node'), 'ours', false);
    putNode(join(folder, 'path/node'), 'theirs', true);
    const { stdout } = await start(join(install, 'bin/postern'), ['shell', '-c', 'Get-Queue | ft "a b"', '']);
    assert.equal(stdout, `ours|${install}/src/cli/main.ts|shell|-c|Get-Queue | ft "a b"|`);
  });

  it('follows links, also relative ones, to where it lies', async () => {
    putNode(join(install, 'node_modules/.bin/node'), 'ours', true);
    mkdirSync(join(folder, 'links'));
    symlinkSync('../install/bin/postern', join(folder, 'links/one'));
    symlinkSync(join(folder, 'links/one'), join(folder, 'two'));
    const { stdout } = await start(join(folder, 'two'), ['status']);
    assert.equal(stdout, `ours|${install}/src/cli/main.ts|status`);
  });

  it("takes PATH's node where npm brought none and that one is new enough", async () => {
    putNode(join(folder, 'path/node'), 'theirs', true);
    const { stdout } = await start(join(install, 'bin/postern'), ['stop']);
    assert.equal(stdout, `theirs|${install}/src/cli/main.ts|stop`);
  });

  it('says in one line what to do where the only node is too old', async () => {
    putNode(join(folder, 'path/node'), 'theirs', false);
    const { code, stdout, stderr } = await start(join(install, 'bin/postern'));
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^postern: needs Node 24 or newer\. Run: .*npm ci --ignore-scripts.*\n$/);
  });

  it('says in one line what to do where nothing is installed', async () => {
    rmSync(join(install, 'node_modules'), { recursive: true });
    const { code, stderr } = await start(join(install, 'bin/postern'));
    assert.equal(code, 1);
    assert.match(stderr, /^postern: nothing is installed yet\. Run: .*npm ci --ignore-scripts\n$/);
  });

  it('the node of package.json runs TypeScript and opens node:sqlite without a warning', async () => {
    const file = join(folder, 'quiet.ts');
    writeFileSync(
      file,
      "import { DatabaseSync } from 'node:sqlite'; const one: number = 1; new DatabaseSync(':memory:'); console.log(one);",
    );
    assert.deepEqual(await start(process.execPath, [file]), { code: 0, stdout: '1\n', stderr: '' });
  });
});
