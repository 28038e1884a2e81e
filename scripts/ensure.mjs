// Installs what package-lock.json asks for and builds the admin center, where that has not been done yet. Runs before
// `npm start`, `npm test`, …
//
// Nothing is installed when this file runs, and the Node that runs it may be old: it imports `node:` modules only
// and is written in the JavaScript of Node 16.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.postern-stamp');
const lockFile = join(root, '.ensure-lock');
const webStampFile = join(root, 'web', 'dist', '.stamp');
/** What the admin center is built from: its own files, and the folders of the server that it may import. */
const webInputs = [
  'web',
  'src/access',
  'src/admin/contract',
  'src/config',
  'src/mail',
  'src/shell',
  'scripts/build-web.ts',
];
const oldestNode = 24;
let holdsLock = false;

/** A failed install is told in one line that says what to do; npm's own words stand above it. */
function fail(text) {
  releaseLock();
  process.stderr.write(`postern: ${text}\n`);
  process.exit(1);
}

/** What must be installed: the lockfile, on this platform. */
function wantedStamp() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

function stampIn(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The environment without what npm hands to the scripts of a package, and without the user's settings that would
 *  leave out a part: `NODE_ENV=production npm start` and `npm test --omit=optional` must install all the same. */
function cleanEnvironment() {
  const unwanted =
    /^npm_(config_(omit|include|only|production|optional|dev|ignore_scripts|dry_run)$|lifecycle_|package_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name)));
}

function runNpm() {
  const words = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // npm's summary goes to stderr: stdout belongs to the program that starts next.
  const options = { cwd: root, env: cleanEnvironment(), stdio: ['ignore', 2, 2] };
  const npm = process.env.npm_execpath;
  // The npm the user called, run by the Node that ran it: from the second install on PATH's first node is the one
  // in node_modules, which `npm ci` deletes.
  if (npm && /\.c?js$/.test(npm))
    return spawnSync(process.env.npm_node_execpath || process.execPath, [npm, ...words], options);
  return spawnSync('npm', words, { ...options, shell: process.platform === 'win32' });
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Only one install at a time in this folder: `npm start` and `npm test` may be typed in two terminals at once.
 *  A lock whose owner has died, or which is an hour old (its number may be another process by now), is void. */
function takeLock() {
  for (;;) {
    try {
      const file = openSync(lockFile, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      holdsLock = true;
      return;
    } catch (error) {
      if (error.code !== 'EEXIST')
        fail(`cannot write to ${root} (${error.code}). Make the folder writable for you.`);
    }
    try {
      const isOld = Date.now() - statSync(lockFile).mtimeMs > 3_600_000;
      const owner = Number(readFileSync(lockFile, 'utf8'));
      if (isOld || (owner > 0 && !isRunning(owner))) rmSync(lockFile, { force: true });
    } catch {
      // It has just been released.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function releaseLock() {
  if (holdsLock) rmSync(lockFile, { force: true });
}

function install() {
  takeLock();
  if (stampIn(stampFile) === wantedStamp()) return; // another process has done it meanwhile
  process.stderr.write('postern: installing dependencies (once, about a minute)\n');
  const result = runNpm();
  if (result.error)
    fail(`cannot run npm (${result.error.code}). Install npm 8 or newer and run the same command again.`);
  if (result.status !== 0) {
    const why = result.signal || `exit ${result.status}`;
    fail(
      `npm ci failed (${why}). Check the network, the disk and \`npm config get registry\`, then run the same command again.`,
    );
  }
  requireNode();
  writeFileSync(stampFile, wantedStamp());
}

/** npm lets an optional package fail silently, and there are platforms without one. */
function requireNode() {
  if (existsSync(join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'))) return;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return;
  fail(
    `needs Node ${oldestNode} or newer, this is ${process.versions.node}, and npm brought none for ` +
      `${process.platform}-${process.arch}. Install Node ${oldestNode} and run the same command again.`,
  );
}

/** Names and contents of the inputs, and what they are built with. */
function wantedWebStamp() {
  const hash = createHash('sha256').update(wantedStamp());
  const add = (path) => {
    const whole = join(root, path);
    if (!existsSync(whole)) return;
    if (statSync(whole).isDirectory()) {
      for (const name of readdirSync(whole).sort()) {
        if (name !== 'dist' && name !== 'node_modules' && !name.includes('.test.')) add(`${path}/${name}`);
      }
    } else hash.update(`${path}\n`).update(readFileSync(whole));
  };
  for (const path of webInputs) add(path);
  return `${hash.digest('hex')}\n`;
}

/** Vite runs in the Node that was installed, not in the one that runs this file. */
function buildWeb() {
  takeLock();
  if (stampIn(webStampFile) === wantedWebStamp()) return;
  process.stderr.write('postern: building the admin center\n');
  const own = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const node = existsSync(own) ? own : process.execPath;
  const options = { cwd: root, env: cleanEnvironment(), stdio: ['ignore', 2, 2] };
  const result = spawnSync(node, [join(root, 'scripts', 'build-web.ts')], {
    ...options,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('the admin center could not be built. What went wrong stands above.');
  writeFileSync(webStampFile, wantedWebStamp());
}

if (!existsSync(join(root, 'package-lock.json')))
  fail(`package-lock.json is missing in ${root}. Clone the repository anew.`);
if (stampIn(stampFile) !== wantedStamp()) {
  install();
  releaseLock();
}
// A checkout without the admin center's sources (a server alone) has nothing to build.
if (existsSync(join(root, 'web', 'index.html')) && stampIn(webStampFile) !== wantedWebStamp()) {
  buildWeb();
  releaseLock();
}
