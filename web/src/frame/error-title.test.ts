import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../api/client.ts';
import en from '../i18n/en.json' with { type: 'json' };
import { errorTitle, EXPLAINED } from './error-title.ts';

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
});
