import { sourceFiles } from './source-files.ts';

/** `unit` lies beside the code, `e2e` is what needs processes, `ci` what needs Debian packages or much time. */
export type TestGroup = 'unit' | 'e2e' | 'ci';

const longTests = 'test/ci/';

/** The test files of a group. */
export function testFiles(group: TestGroup, base?: string): readonly string[] {
  switch (group) {
    case 'unit':
      return ['src', 'scripts'].flatMap((folder) => sourceFiles(folder, '.test.ts', base));
    case 'e2e':
      return sourceFiles('test', '.test.ts', base).filter((file) => !file.startsWith(longTests));
    case 'ci':
      return sourceFiles('test', '.test.ts', base).filter((file) => file.startsWith(longTests));
  }
}
