// Holds the rules of .dependency-cruiser.mjs, and proves that it read every file.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';
import { sourceFiles } from './source-files.ts';

type Rule = Readonly<{ name: string; comment?: string }>;
type Violation = Readonly<{
  from: string;
  to: string;
  rule: Rule;
  cycle?: readonly Readonly<{ name: string }>[];
}>;
type CruiseResult = Readonly<{
  modules: readonly Readonly<{ source: string }>[];
  summary: Readonly<{
    violations: readonly Violation[];
    ruleSetUsed: Readonly<{ forbidden: readonly Rule[] }>;
  }>;
}>;

export type Rings = Readonly<{
  violations: readonly Violation[];
  rules: readonly Rule[];
  /** Source files that the cruiser did not read. With a compiler it cannot use it reads none and says all is well. */
  unread: readonly string[];
}>;

const folders = ['src', 'test', 'bench', 'scripts', 'web/src'];

/** Cruises the folders under `base`, which holds a configuration of its own. */
export function cruise(base: string = root): Rings {
  const present = folders.filter((folder) => existsSync(join(base, folder)));
  const program = join(base, 'node_modules/.bin/depcruise');
  const words = [program, ...present, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const answer = execFileSync(process.execPath, words, { cwd: base, encoding: 'utf8', maxBuffer: 1 << 29 });
  const result: CruiseResult = JSON.parse(answer);
  const read = new Set(result.modules.map((module) => module.source));
  return {
    violations: result.summary.violations,
    rules: result.summary.ruleSetUsed.forbidden,
    unread: present
      .flatMap((folder) => ['.ts', '.tsx'].flatMap((ending) => sourceFiles(folder, ending, base)))
      .filter((file) => !read.has(file)),
  };
}

function main(): void {
  const { violations, rules, unread } = cruise();
  const reasons = new Map(rules.map((rule) => [rule.name, rule.comment ?? '']));
  for (const { from, to, rule, cycle } of violations) {
    const path = cycle === undefined ? to : cycle.map((step) => step.name).join(' -> ');
    console.log(`${from} -> ${path}\n  ${rule.name}: ${reasons.get(rule.name)}`);
  }
  for (const file of unread) console.log(`${file}\n  was not read by dependency-cruiser`);
  process.exitCode = violations.length + unread.length > 0 ? 1 : 0;
}

if (import.meta.main) main();
