import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/** Files under a folder of the repository, relative to its root with `/`, sorted. A folder that is not there has none.
 *  Walked by hand: `node --test '<glob>'` passes where the glob matches nothing. */
export function sourceFiles(folder: string, ending: string, base: string = root): readonly string[] {
  if (!existsSync(join(base, folder))) return [];
  const found: string[] = [];
  for (const entry of readdirSync(join(base, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist')
        found.push(...sourceFiles(path, ending, base));
    } else if (entry.name.endsWith(ending)) found.push(path);
  }
  return found.sort();
}
