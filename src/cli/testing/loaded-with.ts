import { readFileSync } from 'node:fs';

const STATIC_IMPORT = /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm;
const LATE_IMPORT = /(?<!typeof )\bimport\(\s*'([^']+)'\s*\)/g;

/** What modules load with them, themselves included: files as their addresses, modules of Node by their names. */
export function loadedWith(...starts: readonly URL[]): ReadonlySet<string> {
  const found = new Set<string>(starts.map(({ href }) => href));
  const open = [...starts];
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

/** What a module loads when something asks for it: addresses of files, names of others. */
export function loadedLate(from: URL): readonly string[] {
  const names = [...readFileSync(from, 'utf8').matchAll(LATE_IMPORT)].map(([, name = '']) => name);
  return names.map((name) => (name.startsWith('.') ? new URL(name, from).href : name));
}
