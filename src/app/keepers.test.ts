import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { resolverOf, snapshotWith } from '../../test/support/delivery-harness.ts';
import { PolicyFile } from '../store/policy-file.ts';
import { TlsReportFolder } from '../store/tls-report-folder.ts';
import type { FetchedPolicy } from '../transport/mta-sts-port.ts';
import { PolicyKeeper } from './policy-keeper.ts';
import { TlsReportKeeper } from './tls-report-keeper.ts';

const POLICY = 'version: STSv1\nmode: enforce\nmx: mx.fabrikam.com\nmax_age: 86400\n';
const { signal } = new AbortController();
const resolver = resolverOf({ txt: async () => ({ kind: 'found', records: ['v=STSv1; id=a1'] }) });

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-keepers-'));
  t.after(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** One run of the server: the mode it knows for fabrikam.com, how often it fetched, and what it warned of. */
async function policyRun(
  folder: string,
): Promise<readonly [mode: string, fetches: number, warnings: number]> {
  const [fetches, warnings]: [string[], string[]] = [[], []];
  const keeper = new PolicyKeeper({
    fetch: async (domain): Promise<FetchedPolicy> => {
      fetches.push(domain);
      return { kind: 'found', text: POLICY };
    },
    file: new PolicyFile(folder),
    resolver,
    logger: { info: () => undefined, warn: (message) => warnings.push(message), error: () => undefined },
    now: Date.now,
  });
  await keeper.start();
  const { policy } = await keeper.policies.policyOf('fabrikam.com', resolver, signal);
  await keeper.stop();
  return [policy?.mode ?? 'none', fetches.length, warnings.length];
}

test('RFC 8461 §5.1: a restart remembers policies; a damaged file is warned of and written anew', async (t) => {
  const folder = await folderFor(t);
  assert.deepEqual(await policyRun(folder), ['enforce', 1, 0]);
  assert.deepEqual(await policyRun(folder), ['enforce', 0, 0]);
  await writeFile(join(folder, 'mta-sts.json'), '[{');
  assert.deepEqual(await policyRun(folder), ['enforce', 1, 1]);
  assert.deepEqual(await policyRun(folder), ['enforce', 0, 0]);
});

test('RFC 8460: the counts of a day survive a restart and lie in its file', async (t) => {
  const folder = await folderFor(t);
  const at = Date.now();
  for (let run = 1; run <= 2; run += 1) {
    const keeper = new TlsReportKeeper({
      folder: new TlsReportFolder(folder),
      getSnapshot: () => snapshotWith(),
      logger: {
        info: () => undefined,
        warn: (text) => assert.fail(text),
        error: (text) => assert.fail(text),
      },
      now: () => at,
    });
    await keeper.start(null);
    const policy = { policy: 'no-policy-found', policyLines: [], policyMx: [] } as const;
    const host = { domain: 'fabrikam.com', host: 'mx.fabrikam.com', address: '192.0.2.1' };
    keeper.count({ kind: 'tlsPolicy', at, ...policy, ...host, result: null });
    await keeper.stop();
  }
  const day = `${new Date(at).toISOString().slice(0, 10)}.json`;
  assert.deepEqual((await readdir(join(folder, 'tls-reports'))).toSorted(), [day, 'counting.json']);
  const text = await readFile(join(folder, 'tls-reports', day), 'utf8');
  assert.match(text, /"total-successful-session-count": 2/);
  assert.match(text, /"contact-info": "postmaster@contoso.com"/);
});
