import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

export type Check = Readonly<{ name: string; words: readonly [string, ...string[]] }>;

/** Everything that judges the sources without running them. The slow ones stand first: two run at a time. */
export const checks: readonly Check[] = [
  { name: 'types', words: [bin('tsc'), '--noEmit', '--pretty', 'false'] },
  { name: 'types of the admin center', words: [bin('tsc'), '--noEmit', '--pretty', 'false', '-p', 'web'] },
  { name: 'lint', words: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'rings', words: [process.execPath, join(root, 'scripts/check/rings.ts')] },
  { name: 'dead code', words: [bin('knip'), '--no-progress'] },
  { name: 'format', words: [bin('biome'), 'format', '--max-diagnostics=50', '.'] },
  { name: 'house rules', words: [process.execPath, join(root, 'scripts/check/house-rules.ts')] },
];

function bin(name: string): string {
  const path = join(root, 'node_modules', '.bin', name);
  return existsSync(path) ? path : name;
}
