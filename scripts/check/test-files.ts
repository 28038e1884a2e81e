import { sourceFiles } from './source-files.ts';

/** `unit` lies beside the code, `e2e` is what needs processes, `browser` what needs a browser too, `ci` what needs Debian
 *  packages or much time. */
export type TestGroup = 'unit' | 'e2e' | 'browser' | 'ci';

const longTests = 'test/ci/';
const browserTests = 'test/browser/';

/** Test files that share a process. */
export type TestRun = Readonly<{ name: string; files: readonly string[] }>;

/** Folders without state of the process: no files, sockets, timers or clock (rings.ts holds the code to it). A process
 *  for each file of theirs would start Node and load the same modules a hundred times. */
const pureFolders = [
  ...['access', 'admin', 'config', 'mail', 'queue', 'routing', 'shell', 'smtp'].map((name) => `src/${name}`),
  'web/src',
];

/** Files as they are run: those of one pure folder together, each other one by itself. */
export function testRuns(files: readonly string[]): readonly TestRun[] {
  const folderOf = (file: string): string | undefined =>
    pureFolders.find((folder) => file.startsWith(`${folder}/`));
  const runs = Map.groupBy(files, (file) => folderOf(file) ?? file);
  return [...runs].map(([name, [first = name, ...more]]) =>
    more.length === 0 ? { name: first, files: [first] } : { name, files: [first, ...more] },
  );
}

/** Those that take a minute and more. */
const longest = [
  'test/browser/screens-mail',
  'test/browser/screens-objects',
  'test/browser/screens-server',
  'test/browser/objects',
  'test/ci/crash',
  'test/ci/testssl',
  'test/ci/rate-limit',
];

/** What takes longest starts first, so that no lane works alone at the end. The rest keeps its order. */
export function longestFirst(runs: readonly TestRun[]): readonly TestRun[] {
  const rank = ({ name }: TestRun): number => {
    const place = longest.findIndex((start) => name.startsWith(start));
    return place === -1 ? longest.length : place;
  };
  return [...runs].sort((a, b) => rank(a) - rank(b));
}

/** The test files of a group. */
export function testFiles(group: TestGroup, base?: string): readonly string[] {
  switch (group) {
    case 'unit':
      return ['src', 'scripts', 'web'].flatMap((folder) => sourceFiles(folder, '.test.ts', base));
    case 'e2e':
      return sourceFiles('test', '.test.ts', base).filter(
        (file) => !file.startsWith(longTests) && !file.startsWith(browserTests),
      );
    case 'browser':
      return sourceFiles('test', '.test.ts', base).filter((file) => file.startsWith(browserTests));
    case 'ci':
      return sourceFiles('test', '.test.ts', base).filter((file) => file.startsWith(longTests));
  }
}
