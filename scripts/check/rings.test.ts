import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { cruise } from './rings.ts';
import { root } from './root.ts';

/** File, the lines it consists of, the rules it breaks. */
type Case = readonly [file: string, lines: string, ...rules: string[]];

/** What others import: one file a part, each without imports of its own. */
const parts = [
  'mail smtp access routing queue config shell admin/contract',
  'admin admin/commands transport directory',
  'net store http cluster telemetry directory/ldap',
  'app cli',
].flatMap((ring) =>
  ring
    .split(' ')
    .map((name): Case => [`src/${name}/part.ts`, 'export const part = 1; export type Part = 1;']),
);

const part = (path: string): string => `import { part } from '${path}/part.ts'; export const x = part;`;
const type = (path: string): string => `import type { Part } from '${path}/part.ts'; export type X = Part;`;
const builtin = (name: string): string => `import * as it from '${name}'; export const x = it;`;

const broken: readonly Case[] = [
  ['src/mail/a.ts', type('../config'), 'mail-knows-only-its-friends'],
  ['src/smtp/a.ts', type('../access'), 'smtp-knows-only-its-friends'],
  ['src/access/a.ts', part('../smtp'), 'access-knows-only-its-friends'],
  ['src/routing/a.ts', part('../queue'), 'routing-knows-only-its-friends'],
  ['src/queue/a.ts', type('../config'), 'queue-knows-only-its-friends'],
  ['src/config/a.ts', part('../access'), 'config-knows-only-its-friends'],
  ['src/shell/a.ts', type('../config'), 'shell-knows-only-its-friends'],
  ['src/shell/b.ts', part('../admin'), 'shell-knows-only-its-friends'],
  ['src/admin/contract/a.ts', type('../../transport'), 'admin-contract-knows-only-its-friends'],
  ['src/admin/contract/b.ts', part('../../config'), 'contract-sees-config-types-only'],
  ['src/mail/to-ring-1.ts', part('../transport'), 'mail-knows-only-its-friends'],
  ['src/queue/to-ring-2.ts', type('../store'), 'queue-knows-only-its-friends'],
  ['src/access/to-ring-3.ts', type('../app'), 'access-knows-only-its-friends'],

  ['src/mail/fs.ts', builtin('node:fs/promises'), 'core-reaches-io'],
  ['src/smtp/net.ts', builtin('node:net'), 'core-reaches-io'],
  ['src/routing/dns.ts', builtin('node:dns'), 'core-reaches-io'],
  ['src/config/sqlite.ts', builtin('node:sqlite'), 'core-reaches-io', 'sqlite-only-in-store'],
  ['src/access/on-a-detour.ts', "export { x } from './detour.ts';", 'core-reaches-io'],
  ['src/access/detour.ts', builtin('tls'), 'core-reaches-io'],

  ['src/transport/a.ts', type('../net'), 'use-cases-look-inward'],
  ['src/admin/a.ts', part('../app'), 'use-cases-look-inward'],
  ['src/directory/a.ts', part('./ldap'), 'use-cases-look-inward'],
  ['src/transport/b.ts', part('../directory'), 'use-cases-meet-at-ports'],
  ['src/admin/b.ts', part('../transport'), 'use-cases-meet-at-ports'],
  ['src/transport/fs.ts', builtin('node:fs'), 'use-cases-touch-no-io'],
  ['src/admin/c.ts', type('../shell'), 'admin-knows-no-shell-syntax'],

  ['src/http/a.ts', type('../cli'), 'adapters-look-inward'],
  ['src/net/a.ts', type('../store'), 'adapters-apart'],
  ['src/directory/ldap/a.ts', part('../../net'), 'adapters-apart'],

  ['src/app/sqlite.ts', builtin('node:sqlite'), 'sqlite-only-in-store'],
  ['src/transport/dns.ts', builtin('dns-packet'), 'dns-packet-only-in-net'],
  ['src/http/argon2.ts', builtin('@node-rs/argon2'), 'argon2-only-in-directory-or-store'],
  ['src/app/fastify.ts', builtin('fastify'), 'fastify-only-in-http'],
  ['src/http/command.ts', part('../admin/commands'), 'http-asks-dispatch'],

  ['src/net/ring-2.ts', "import { x } from './ring.ts'; export const y = x;", 'no-circular'],
  ['src/cli/a.ts', "import { z } from '../../test/z.ts'; export const x = z;", 'product-imports-no-test'],
  ['src/cli/b.ts', "export { x } from '../net/good.test.ts';", 'product-imports-no-test'],
  ['src/cli/e.ts', "export { t } from '../smtp/testing/t.ts';", 'product-imports-no-test'],
  ['src/cli/c.ts', builtin('fast-check'), 'product-imports-no-dev-dependency'],
  ['src/cli/d.ts', "export { x } from './nowhere.ts';", 'not-to-unresolvable'],
];

const sound: readonly Case[] = [
  ['src/smtp/good.ts', part('../mail')],
  ['src/access/good.ts', part('../config')],
  ['src/routing/good.ts', part('../mail')],
  ['src/shell/good.ts', part('../admin/contract')],
  [
    'src/admin/contract/good.ts',
    `${type('../../config')} import { part } from '../../mail/part.ts'; export const y = part;`,
  ],
  ['src/admin/good.ts', type('../transport')],
  [
    'src/transport/good.ts',
    `${type('../directory')} import { part } from '../smtp/part.ts'; export const y = part;`,
  ],
  ['src/directory/good.ts', builtin('@node-rs/argon2')],
  ['src/store/good.ts', `${builtin('node:sqlite')} export { part } from '../transport/part.ts';`],
  ['src/net/good.ts', builtin('dns-packet')],
  ['src/net/ring.ts', "import { y } from './ring-2.ts'; export const x = y;"], // a cycle is told once, at ring-2.ts
  ['src/net/type-ring.ts', "import type { Y } from './type-ring-2.ts'; export type X = Y[];"],
  ['src/net/type-ring-2.ts', "import type { X } from './type-ring.ts'; export type Y = X[];"],
  ['src/net/good.test.ts', `${builtin('fast-check')} export { z } from '../../test/z.ts';`],
  ['src/mail/good.test.ts', builtin('node:fs')],
  ['src/smtp/testing/t.ts', `${builtin('node:net')} export const t = 1;`],
  ['src/http/good.ts', `${builtin('fastify')} export { part } from '../admin/part.ts';`],
  ['src/app/good.ts', `${part('../net')} export { part as store } from '../store/part.ts';`],
  ['src/cli/good.ts', part('../app')],
  ['test/z.ts', 'export const z = 1;'],
];

const cases = [...parts, ...broken, ...sound];

function buildTree(): string {
  const base = mkdtempSync(join(tmpdir(), 'postern-rings-'));
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
    cpSync(join(root, file), join(base, file));
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  for (const [file, lines] of cases) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), `${lines}\n`);
  }
  return base;
}

describe('rings', () => {
  const base = buildTree();
  const { violations, rules, unread } = cruise(base);
  after(() => rmSync(base, { recursive: true }));

  const brokenBy = (file: string): readonly string[] =>
    [...new Set(violations.filter(({ from }) => from === file).map(({ rule }) => rule.name))].sort();

  for (const [file, , ...expected] of cases) {
    const title =
      expected.length === 0 ? `${file} breaks no rule` : `${file} breaks ${expected.join(' and ')}`;
    it(title, () => assert.deepEqual(brokenBy(file), expected.toSorted()));
  }

  it('every rule is broken by a case', () => {
    const proved = new Set(broken.flatMap(([, , ...names]) => names));
    assert.deepEqual(
      rules.map(({ name }) => name).filter((name) => !proved.has(name)),
      [],
    );
  });

  it('every file was read', () => assert.deepEqual(unread, []));
});
