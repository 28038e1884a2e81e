import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleConnector } from './testing/sample.ts';
import { checkUniqueness } from './uniqueness.ts';

const ALL4 = '0.0.0.0-255.255.255.255';
const ALL6 = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';

type Side = readonly [role: 'FE' | 'Hub', on: string, from: string];
const side = ([role, on, from]: Side, name: string): ReturnType<typeof sampleConnector> =>
  sampleConnector({ name, on, from, transportRole: role === 'FE' ? 'FrontendTransport' : 'HubTransport' });

describe('§1.7: uniqueness of bindings and remote ranges', () => {
  const table: readonly (readonly [Side, Side, string])[] = [
    [['FE', '0.0.0.0:25', ALL4], ['FE', '0.0.0.0:25', ALL4], 'E10'],
    [['FE', '0.0.0.0:25', ALL4], ['FE', '0.0.0.0:25', '192.168.5.10'], 'ok'],
    [['FE', '0.0.0.0:25', '192.168.5.10 192.168.5.11'], ['FE', '0.0.0.0:25', '192.168.5.11'], 'E10'],
    [['FE', '0.0.0.0:25', '192.168.5.0-192.168.5.255'], ['FE', '0.0.0.0:25', '192.168.5.77/24'], 'E10'],
    [['FE', '0.0.0.0:25', '192.168.5.0/24'], ['FE', '0.0.0.0:25', '192.168.5.128-192.168.6.10'], 'E10'],
    [['FE', '0.0.0.0:25', '192.168.0.0/16'], ['FE', '0.0.0.0:25', '192.168.5.0/24'], 'ok'],
    [['FE', '0.0.0.0:25', ALL4], ['FE', '10.1.1.1:25', ALL4], 'ok'],
    [['FE', '0.0.0.0:25', ALL4], ['FE', '[::]:25', ALL6], 'ok'],
    [['FE', '0.0.0.0:25', ALL4], ['Hub', '0.0.0.0:25', '192.168.5.10'], 'E11'],
    [['FE', '0.0.0.0:25', ALL4], ['Hub', '10.1.1.1:25', '192.168.5.10'], 'E11'],
    [['FE', '0.0.0.0:25', ALL4], ['Hub', '0.0.0.0:2526', '10.0.0.0/8'], 'ok'],
    [['FE', '0.0.0.0:25', '10.0.0.0/8 10.1.0.0/16'], ['FE', '0.0.0.0:25', '10.1.2.3'], 'ok'],
  ];
  for (const [existing, next, verdict] of table) {
    it(`${existing.join(' ')} and ${next.join(' ')}: ${verdict}`, () => {
      const problem = checkUniqueness(side(next, 'Next'), [side(existing, 'Existing')], 'EX1');
      assert.equal(problem?.id ?? 'ok', verdict);
      if (problem !== null) assert.ok(problem.message.includes('"EX1\\Existing"'));
    });
  }
  it('U5: disabled connectors take part', () => {
    const existing = sampleConnector({
      name: 'Existing',
      on: '0.0.0.0:25',
      from: '10.0.0.1',
      enabled: false,
    });
    assert.equal(
      checkUniqueness(
        sampleConnector({ name: 'Next', on: '0.0.0.0:25', from: '10.0.0.1' }),
        [existing],
        'EX1',
      )?.id,
      'E10',
    );
  });
  it('a range in a family where the two share no binding does not count', () => {
    const existing = sampleConnector({ name: 'Existing', on: '0.0.0.0:25 [::]:26', from: `${ALL4} ${ALL6}` });
    const next = sampleConnector({ name: 'Next', on: '10.1.1.1:25 [::]:25', from: `${ALL4} ${ALL6}` });
    assert.equal(checkUniqueness(next, [existing], 'EX1'), null);
  });
});
