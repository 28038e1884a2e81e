// What no other tool looks at: the lockfile, and a few words that must not stay in a source file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';
import { sourceFiles } from './source-files.ts';

/** Licences a dependency may have: all of them let us ship it under Apache-2.0. */
const licences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  // Fonts: they may be shipped with a program of any licence.
  'OFL-1.1',
]);

type Lock = Readonly<{ packages: Readonly<Record<string, LockedPackage>> }>;
type LockedPackage = Readonly<{ resolved?: string; license?: string; hasInstallScript?: boolean }>;
type Manifest = Readonly<Partial<Record<(typeof dependencyKinds)[number], Readonly<Record<string, string>>>>>;

const dependencyKinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Faults of the lockfile. docs/dependencies.md says why each matters. */
export function lockFaults(lock: Lock): readonly string[] {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    if (path === '') return [];
    const name = path.replace(/^.*node_modules\//, '');
    const allowed = (entry.license ?? '')
      .replaceAll(/[()]/g, '')
      .split(' OR ')
      .some((one) => licences.has(one));
    return [
      ...(entry.resolved === undefined
        ? []
        : [`package-lock.json: ${name} has a download address (see .npmrc)`]),
      ...(entry.hasInstallScript ? [`package-lock.json: ${name} wants an install script`] : []),
      ...(allowed ? [] : [`package-lock.json: ${name} has the licence ${entry.license ?? '(none)'}`]),
    ];
  });
}

/** Versions are exact: two clones of one commit are the same program. */
export function manifestFaults(manifest: Manifest): readonly string[] {
  return dependencyKinds
    .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    .filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is not pinned (${version})`);
}

const forbiddenWords: readonly Readonly<{ pattern: RegExp; fault: string }>[] = [
  {
    pattern: /\b(?:test|it|describe|suite)\.only\(|\bonly: true\b/,
    fault: 'a focused test hides the others',
  },
  { pattern: /\bTODO\b(?!.*#\d)|\bFIXME\b|\bXXX\b/, fault: 'an open end without the number of its issue' },
  { pattern: /@ts-(?:ignore|nocheck)\b/, fault: 'the compiler is switched off' },
];

/** Faults of one source file, each with its line. */
export function sourceFaults(file: string, text: string): readonly string[] {
  const name = file.replace(/^.*\//, '');
  const named = /^(?:index|utils?|helpers?)\.ts$/.test(name)
    ? [`${file}: the name says nothing. Name the file after what it exports`]
    : [];
  const lines = text
    .split('\n')
    .flatMap((line, index) =>
      forbiddenWords
        .filter(({ pattern }) => pattern.test(line))
        .map(({ fault }) => `${file}:${index + 1}: ${fault}`),
    );
  return [...named, ...lines];
}

function main(): void {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const lock: Lock = JSON.parse(read('package-lock.json'));
  const manifest: Manifest = JSON.parse(read('package.json'));
  const own = 'scripts/check/house-rules';
  const files = ['src', 'test', 'bench', 'scripts', 'web']
    .flatMap((folder) => ['.ts', '.tsx', '.mjs'].flatMap((ending) => sourceFiles(folder, ending)))
    .filter((file) => !file.startsWith(own));
  const faults = [
    ...lockFaults(lock),
    ...manifestFaults(manifest),
    ...files.flatMap((file) => sourceFaults(file, read(file))),
  ];
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (import.meta.main) main();
