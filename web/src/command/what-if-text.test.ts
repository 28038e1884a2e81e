import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { WhatIfFact } from '../../../src/admin/contract/command-spec.ts';
import { formatText } from '../i18n/format-text.ts';
import ja from '../i18n/ja.json' with { type: 'json' };
import { TOLD, whatIfOf } from './what-if-text.ts';

const japanese = { text: (key: keyof typeof ja, values = {}): string => formatText(ja[key], values) };
const SENTENCE = 'Removing Receive connector "EX1\\Anonymous Relay".';
const FACTS: readonly WhatIfFact[] = [
  { kind: 'act', target: 'EX1\\Anonymous Relay' },
  { kind: 'unlisten', target: '0.0.0.0:2525' },
];
const answer = (facts: readonly WhatIfFact[] = FACTS): Parameters<typeof whatIfOf>[1] => ({
  objects: [],
  warnings: [],
  whatIf: [SENTENCE],
  facts,
});

describe('what a command would do, in the language of the page', () => {
  it('is made of the values that the server tells', () => {
    const told = whatIfOf({ name: 'Remove-ReceiveConnector', parameters: {} }, answer(), japanese);
    assert.deepEqual(told, {
      lines: [
        '受信コネクタ「EX1\\Anonymous Relay」を削除します。',
        'サーバーは 0.0.0.0:2525 で接続を受け付けなくなります。',
      ],
      isEnglish: false,
    });
  });
  it('names the member of a group, and that messages are routed anew', () => {
    const act = answer([{ kind: 'act', target: 'Sales' }]);
    const member = { name: 'Remove-DistributionGroupMember', parameters: { Member: 'Kate' } };
    assert.deepEqual(whatIfOf(member, act, japanese).lines, [
      '配布グループ「Sales」からメンバー「Kate」を削除します。',
    ]);
    const resubmit = { name: 'Retry-Queue', parameters: { Resubmit: true } };
    assert.match(whatIfOf(resubmit, act, japanese).lines.join(), /ルーティング/);
  });
  it('is left to the words of the server where the page does not know the command, or no values were told', () => {
    const told = { lines: [SENTENCE], isEnglish: true };
    assert.deepEqual(whatIfOf({ name: 'Remove-Newer', parameters: {} }, answer(), japanese), told);
    assert.deepEqual(whatIfOf({ name: 'Remove-MailUser', parameters: {} }, answer([]), japanese), told);
  });
  it('every command that a screen removes, suspends, resumes or retries with has its line', () => {
    const root = join(import.meta.dirname, '..', 'screens');
    const named = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
      .flatMap((file) => [
        ...readFileSync(join(root, file), 'utf8').matchAll(/'((?:Remove|Suspend|Resume|Retry)-\w+)'/g),
      ])
      .map(([, name = '']) => name);
    // Steps with a button and a command of their own: nothing is asked.
    const unasked = ['Remove-ADPermission', 'Remove-RoleGroupMember'];
    const told: readonly string[] = [...TOLD, ...unasked];
    assert.deepEqual(
      [...new Set(named)].filter((name) => !told.includes(name)),
      [],
    );
    assert.ok(named.length > 10);
  });
});
