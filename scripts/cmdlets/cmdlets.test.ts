import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createAdminBench } from '../../src/admin/testing/admin-bench.ts';
import { allSpecs } from '../../src/admin/contract/specs/all-specs.ts';
import { FakeHost, testShell } from '../../src/shell/testing/fake-host.ts';
import { cmdletsPage } from './page.ts';
import { exchangeParameters } from './reference.ts';

const REFERENCE = exchangeParameters();

/** Objects that every server has. */
const NOUNS = [
  'ReceiveConnector',
  'ADPermission',
  'SendConnector',
  'ForeignConnector',
  'AcceptedDomain',
  'RemoteDomain',
  'TransportConfig',
  'TransportService',
  'TransportServer',
  'Queue',
  'QueueDigest',
  'MessageTrackingLog',
  'ExchangeServer',
  'Recipient',
  'MailContact',
  'MailUser',
  'DistributionGroup',
  'DistributionGroupMember',
  'SmtpConnectivity',
  'Mailflow',
  'AdminAuditLog',
];

describe('cmdlets of Exchange', () => {
  for (const [name, parameters] of REFERENCE) {
    const spec = allSpecs.find((one) => one.name === name);
    if (spec === undefined) {
      if (NOUNS.includes(name.split('-')[1] ?? ''))
        it(`${name} is there`, () => assert.fail('it has no specification'));
      continue;
    }
    it(`${name}: each parameter is implemented, stored or refused`, () => {
      const known = new Set(spec.parameters.map((one) => one.name.toLowerCase()));
      assert.deepEqual(
        parameters.filter((parameter) => !known.has(parameter.toLowerCase())),
        [],
      );
    });
  }
});

describe('every command', () => {
  for (const spec of allSpecs) {
    it(`${spec.name}: has an example, and a sentence for each parameter`, () => {
      assert.ok((spec.examples ?? []).length > 0, 'no example');
      for (const one of spec.parameters) assert.match(one.help ?? '', /\S/, one.name);
    });

    it(`${spec.name}: its examples bind`, async () => {
      const host = new FakeHost(allSpecs);
      for (const { code } of spec.examples ?? []) {
        const { err } = await testShell(host, { answers: ['Y', 'Y', 'Y'] }).run(
          code.replaceAll(/\(Read-Host.*?\)/g, '"x"'),
        );
        assert.equal(err, '', code);
      }
    });

    const refused = spec.parameters.filter((one) => one.support === 'refused');
    if (refused.length > 0)
      it(`${spec.name}: a refused parameter is an error that names it`, async () => {
        const bench = createAdminBench();
        for (const { name } of refused)
          assert.equal(
            await bench.fails(spec.name, { [name]: 'x' }),
            `ParameterNotSupported: The parameter ${name} of ${spec.name} isn't supported: it would have no effect on this server.`,
          );
      });
  }
});

it('docs/cmdlets.md is current: else run npm run docs:cmdlets', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/cmdlets.md'), 'utf8');
  assert.equal(page, cmdletsPage());
});
