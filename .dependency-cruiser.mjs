// The four rings and what each part may look at. A part imports its friends and rings further in, never outward.
// scripts/rings.test.ts breaks every rule once. Built-ins appear here without `node:`, all but a few such as
// `node:sqlite`: hence the `(node:)?`, without which a pattern matches nothing and passes.

const pureParts = '^src/(mail|smtp|access|routing|queue|config|shell|admin/contract)/';
const useCases = '^src/(admin/(?!contract/)|transport/|directory/(?!ldap/))';
const adapters = '^src/(net|store|http|cluster|telemetry|directory/ldap)/';
const wiring = '^src/(app|cli)/';
/** Tests, and what only tests use. */
const tests = '\\.test\\.ts$|/testing/';
const outsideWorld =
  '^(node:)?(fs|net|tls|dns|dgram|http|https|http2|child_process|worker_threads|cluster|sqlite|readline)(/|$)';

/** A pure part that may import itself and its friends only. */
function knowsOnly(part, friends, comment) {
  const allowed = [part, ...friends].map((name) => `${name}/`).join('|');
  return {
    name: `${part.replace('/', '-')}-knows-only-its-friends`,
    comment,
    severity: 'error',
    from: { path: `^src/${part}/` },
    to: { path: `^src/(?!${allowed})` },
  };
}

/** A package or built-in that one part owns. */
function ownedBy(name, path, owner, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { pathNot: `${owner}|${tests}|^test/|^bench/` },
    to: { path },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Ring 0: pure.
    knowsOnly('mail', [], 'mail is the vocabulary of all others: it can depend on none of them.'),
    knowsOnly(
      'smtp',
      ['mail'],
      'The protocol knows no policy: it asks, and is told. It can be lifted out as a library.',
    ),
    knowsOnly(
      'access',
      ['mail', 'config'],
      'A decision sees facts and the configuration, so that it can be explained and proved.',
    ),
    knowsOnly(
      'routing',
      ['mail', 'config'],
      'A route follows from the configuration and given answers, so that it can be replayed.',
    ),
    knowsOnly(
      'queue',
      ['mail'],
      'The life of a message does not depend on who may send it or how it is stored.',
    ),
    knowsOnly(
      'config',
      ['mail'],
      'Configuration is data about all parts: if it imported one, that part could not read it.',
    ),
    knowsOnly(
      'shell',
      ['admin/contract'],
      'The shell works for any list of commands and does not know that a connector exists.',
    ),
    knowsOnly('admin/contract', ['mail', 'config'], 'The contract also runs in the browser.'),
    {
      name: 'contract-sees-config-types-only',
      comment: 'The browser loads the contract; the logic of the configuration stays on the server.',
      severity: 'error',
      from: { path: '^src/admin/contract/', pathNot: tests },
      to: { path: '^src/config/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-reaches-io',
      comment:
        'Ring 0 is a function of its arguments, whatever it imports on the way. Files, sockets, DNS and SQL are facts it is given.',
      severity: 'error',
      from: { path: pureParts, pathNot: tests },
      to: { path: outsideWorld, reachable: true },
    },

    // Ring 1: use cases and ports.
    {
      name: 'use-cases-look-inward',
      comment:
        'admin, transport and directory define ports; the adapters implement them, not the other way round.',
      severity: 'error',
      from: { path: useCases },
      to: { path: [adapters, wiring] },
    },
    {
      name: 'use-cases-meet-at-ports',
      comment:
        'Use cases know one another by the types of their ports, so that each can be tested with a stand-in.',
      severity: 'error',
      from: { path: '^src/(admin|transport|directory)/(?!contract/|ldap/)', pathNot: tests },
      to: { path: useCases, pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'use-cases-touch-no-io',
      comment:
        'A use case reaches the world through a port. With a socket or a file of its own it needs the world to be tested.',
      severity: 'error',
      from: { path: useCases, pathNot: tests },
      to: { path: outsideWorld },
    },
    {
      name: 'admin-knows-no-shell-syntax',
      comment:
        'The shell, the API and the admin center all call admin/dispatch.ts; it must not favour one of them.',
      severity: 'error',
      from: { path: '^src/admin/' },
      to: { path: '^src/shell/' },
    },

    // Ring 2: adapters.
    {
      name: 'adapters-look-inward',
      comment: 'Only app and cli know how the parts are put together.',
      severity: 'error',
      from: { path: adapters },
      to: { path: wiring },
    },
    {
      name: 'adapters-apart',
      comment: 'Two adapters meet in a port of ring 1 or in app. Joined directly, neither can be exchanged.',
      severity: 'error',
      from: { path: adapters },
      to: { path: adapters, pathNot: '^src/$1/' },
    },

    // Who owns what comes from outside.
    ownedBy(
      'sqlite-only-in-store',
      '^(node:)?sqlite$',
      '^src/store/',
      'SQL blocks: it stays in the workers of store.',
    ),
    ownedBy(
      'dns-packet-only-in-net',
      '(^|/)dns-packet(/|$)',
      '^src/net/|node_modules',
      'Others ask the port Resolver.',
    ),
    ownedBy(
      'argon2-only-in-directory-or-store',
      '@node-rs/argon2',
      '^src/(directory|store)/|node_modules',
      'Passwords are hashed and checked in one place.',
    ),
    ownedBy(
      'fastify-only-in-http',
      '(^|/)(@fastify/[a-z-]+|fastify)(/|$)',
      '^src/http/|node_modules',
      'Commands know no HTTP: whoever calls dispatch may be a socket, a shell or a browser.',
    ),
    {
      name: 'http-asks-dispatch',
      comment:
        'What the API changes and reads goes through admin/dispatch, which authorizes and audits: a command called directly would be neither.',
      severity: 'error',
      from: { path: '^src/http/', pathNot: tests },
      to: { path: '^src/(admin/commands/|directory/|routing/|queue/)' },
    },

    // Everywhere.
    {
      name: 'no-circular',
      comment: 'A cycle of values means that the order of loading decides what works.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'product-imports-no-test',
      comment: 'What is tested must not depend on what tests it.',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: ['^(test|bench|scripts)/', tests] },
    },
    {
      name: 'product-imports-no-dev-dependency',
      comment: 'An installation without the tools must run.',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that leads nowhere is seen by no rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count too: a ring is about knowledge, not about what is left at run time.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
