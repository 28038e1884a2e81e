import { sourceFiles } from './source-files.ts';

/** `unit` lies beside the code, `e2e` is what needs processes, `browser` what needs a browser too, `ci` what needs Debian
 *  packages or much time. */
export type TestGroup = 'unit' | 'e2e' | 'browser' | 'ci';

const longTests = 'test/ci/';
const browserTests = 'test/browser/';

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
