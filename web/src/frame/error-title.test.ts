import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ApiError } from '../api/client.ts';
import en from '../i18n/en.json' with { type: 'json' };
import ja from '../i18n/ja.json' with { type: 'json' };
import { errorAt, errorTitle, EXPLAINED } from './error-title.ts';

/** Told as refused, with the server's words: programs and typed commands come to these, the pages do not. */
const GENERIC: readonly string[] = [
  // Nobody reads it.
  'Abandoned',
  'CommandNotFoundException',
  'ConfirmationRequired',
  'ForeignOrigin',
  'InvalidArgument',
  'MalformedValue',
  'MethodNotAllowed',
  'MisdirectedRequest',
  'NamedParameterNotFound',
  'ParameterRequired',
  // The sign-in page asks for the code then.
  'TotpRequired',
  // The page goes on without its stream.
  'TooManyStreams',
];

/** Codes that the sources of the commands and of the API write. */
function codesOfServer(): ReadonlySet<string> {
  const written = /(?:\b(?:id|code): |badValue\(\s*)'([A-Z]\w+)'|'(E\d\d)'/g;
  const codes = ['admin', 'config', 'http'].flatMap((folder) => {
    const root = join(import.meta.dirname, '../../../src', folder);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(written)])
      .map(([, code, numbered]) => code ?? numbered ?? '');
  });
  return new Set(codes);
}

describe('what a refusal is about', () => {
  it('every code that is explained has its text', () => {
    for (const code of EXPLAINED)
      assert.ok(en[errorTitle(new ApiError(400, code, ''))] !== en['error.refused'], code);
  });
  it('every code that the server can answer has a title in both languages, or has none on purpose', () => {
    const codes = [...codesOfServer()];
    assert.ok(codes.length > 40, `${codes.length} codes were found`);
    const title = (code: string) => errorTitle(new ApiError(400, code, ''));
    const generic = codes.filter((code) => title(code) === 'error.refused');
    assert.deepEqual(generic.toSorted(), GENERIC.toSorted());
    for (const code of codes) assert.match(ja[title(code)], /[ぁ-んァ-ヶ一-龠]/, code);
  });
  it("the guard's refusals say that it was the guard", () => {
    for (const code of ['OpenRelay', 'E26'])
      assert.equal(errorTitle(new ApiError(422, code, '')), 'error.openRelay');
  });
  it('an unknown code changed nothing either', () => {
    assert.equal(errorTitle(new ApiError(400, 'E99', '')), 'error.refused');
  });
  it('a field says in Japanese what is wrong, with the words of the server', () => {
    const words = 'The value 0 of MaxHopCount is out of range. Valid values are 1 to 500.';
    const error = new ApiError(400, 'E09', words, { parameter: 'MaxHopCount' });
    const japanese = { language: 'ja', text: (key: keyof typeof ja) => ja[key] } as const;
    assert.equal(errorAt(error, japanese, 'maxhopcount'), `${ja['error.code.E09']} (${words})`);
    assert.equal(errorAt(error, { ...japanese, language: 'en' }, 'MaxHopCount'), words);
    assert.equal(errorAt(error, japanese, 'Banner'), undefined);
    const unknown = new ApiError(400, 'E99', words, { parameter: 'Banner' });
    assert.equal(errorAt(unknown, japanese, 'Banner'), `${ja['error.refused']} (${words})`);
  });
});
