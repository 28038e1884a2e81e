import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../api/client.ts';
import en from '../i18n/en.json' with { type: 'json' };
import ja from '../i18n/ja.json' with { type: 'json' };
import { errorAt, errorTitle, EXPLAINED } from './error-title.ts';

describe('what a refusal is about', () => {
  it('every code that is explained has its text', () => {
    for (const code of EXPLAINED)
      assert.ok(en[errorTitle(new ApiError(400, code, ''))] !== en['error.refused'], code);
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
