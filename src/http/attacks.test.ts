import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROLE_GROUPS } from '../config/administrator.ts';
import { allSpecs } from '../admin/contract/specs/all-specs.ts';
import { createDispatch } from '../admin/dispatch.ts';
import { createHttpBench, type HttpBench, type SignedIn } from './testing/http-bench.ts';

let bench: HttpBench;
let admin: SignedIn;
const base = mkdtempSync(join(tmpdir(), 'postern-attack-'));

before(async () => {
  const web = join(base, 'dist');
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(web, 'assets', 'app-0123abcd.js'), 'export {};');
  writeFileSync(join(web, '.hidden'), 'hidden');
  writeFileSync(join(base, 'secret.txt'), 'a secret beside the web folder');
  bench = await createHttpBench(web);
  admin = await bench.signIn();
});
after(async () => {
  await bench[Symbol.asyncDispose]();
  rmSync(base, { recursive: true, force: true });
});

const GET_QUEUE = '/api/v1/commands/Get-Queue';
const DOMAIN = { parameters: { Name: 'f', DomainName: 'fabrikam.example' } };

describe('CSRF', () => {
  const attempt = (headers: Readonly<Record<string, string>>): ReturnType<HttpBench['call']> =>
    bench.call('/api/v1/commands/New-AcceptedDomain', { method: 'POST', headers, body: DOMAIN });

  it('a cookie alone changes nothing', async () => {
    const answer = await attempt({ cookie: admin.cookie });
    assert.equal(answer.status, 403);
    assert.equal(answer.json.error.code, 'CsrfTokenMissing');
  });

  it("neither does another session's token, an empty one, nor one of another length", async () => {
    const other = await bench.signIn();
    for (const csrf of [other.csrf, '', 'x', `${admin.csrf}x`])
      assert.equal((await attempt({ cookie: admin.cookie, 'x-postern-csrf': csrf })).status, 403, csrf);
  });

  it('a page of another origin is refused, even with a token', async () => {
    for (const origin of ['https://evil.example', 'null', `https://127.0.0.1.evil.example:${bench.port}`])
      assert.equal((await attempt({ ...admin.headers, origin })).json.error.code, 'ForeignOrigin', origin);
  });

  it('what a form can send is not read: text/plain, form fields, multipart', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      for (const path of ['/api/v1/session', '/api/v1/commands/New-AcceptedDomain']) {
        const headers = { ...admin.headers, 'content-type': type };
        const answer = await bench.call(path, { method: 'POST', headers, body: '{"user":"admin"}' });
        assert.equal(answer.status, 415, `${type} ${path}`);
      }
  });

  it('no other site is allowed by CORS', async () => {
    const answer = await bench.call(GET_QUEUE, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    assert.ok(answer.status >= 400);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  it('GET changes nothing: only commands that read can be sent with it', async () => {
    for (const spec of allSpecs) {
      if (/^(Get|Search|Test)-/.test(spec.name)) continue;
      const answer = await bench.call(`/api/v1/commands/${spec.name}`, { headers: admin.headers });
      assert.equal(answer.status, 405, spec.name);
    }
  });
});

describe('DNS rebinding', () => {
  it('a name that is not ours is not answered, whatever it resolves to', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', 'ex1.contoso.com.evil.example', '.', 'a b'])
      assert.notEqual((await bench.call('/', { headers: { host } })).status, 200, host);
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080', 'EX1.contoso.com:8080'])
      assert.equal((await bench.call('/', { headers: { host } })).status, 200, host);
  });
});

describe('without a session', () => {
  it('nothing is read or run, and nothing of the body is looked at', async () => {
    const paths = [
      'specs',
      'overview',
      'history',
      'devices',
      'events',
      'drop',
      'drop/0000000001-0a',
      'session',
    ];
    for (const path of [...paths, 'messages/Submission/1.eml', 'commands/Get-Queue'])
      assert.equal((await bench.call(`/api/v1/${path}`)).status, 401, path);
    for (const spec of allSpecs) {
      const answer = await bench.call(`/api/v1/commands/${spec.name}`, { method: 'POST', body: '{"broken' });
      assert.equal(answer.status, 401, spec.name);
    }
  });
});

describe('role bypass', () => {
  const permits = createDispatch({ config: { current: null } } as never).permits;

  for (const group of ROLE_GROUPS) {
    it(`${group}: each command through each door, in any letter case`, async () => {
      const name = `member of ${group}`;
      await bench.addAdministrator(name, group);
      const { headers } = await bench.signIn(name);
      for (const spec of allSpecs) {
        const allowed = permits(spec.name, { name, roleGroups: [group] });
        const doors = [
          await bench.call(`/api/v1/commands/${spec.name}`, {
            method: 'POST',
            headers,
            body: { whatIf: true },
          }),
          await bench.call(`/api/v1/commands/${spec.name.toUpperCase()}`, {
            method: 'POST',
            headers,
            body: {},
          }),
          await bench.call(`/api/v1/commands/${spec.name}?Identity=x`, { headers }),
        ];
        for (const [index, { status, json }] of doors.entries()) {
          const denied = status === 403 || status === 405;
          if (!allowed) assert.ok(denied, `${spec.name} by door ${index}: ${status} ${JSON.stringify(json)}`);
        }
      }
    });
  }

  it('views: devices and dialogues for those who manage queues, contents of mail never for viewers', async () => {
    const status = async (name: string, path: string): Promise<number> =>
      (await bench.call(`/api/v1/${path}`, { headers: (await bench.signIn(name)).headers })).status;
    assert.equal(await status('member of Server Management', 'devices'), 200);
    assert.equal(await status('member of Recipient Management', 'devices'), 403);
    assert.equal(await status('member of View-Only Organization Management', 'devices'), 200);
    assert.equal(await status('member of View-Only Organization Management', 'drop'), 403);
    assert.equal(await status('member of View-Only Organization Management', 'drop/0000000001-0a'), 403);
    assert.equal(await status('member of View-Only Organization Management', 'messages/3/1.eml'), 403);
    assert.equal(bench.store.rows.find((row) => row.command === 'View-drop')?.succeeded, false);
  });
});

describe('paths', () => {
  it('nothing outside the web folder is served', async () => {
    const traversals = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
      '//../secret.txt',
      '/assets/....//secret.txt',
      '/%00secret.txt',
      '/.hidden',
    ];
    for (const path of traversals) {
      const answer = await bench.call(path);
      assert.ok(!/a secret|hidden/.test(answer.text), path);
      assert.ok(answer.status >= 400, `${path}: ${answer.status}`);
    }
  });

  it('nor outside the drop folder', async () => {
    for (const id of ['..%2f..%2fpostern.db', '%2e%2e', '..', 'a%00b', 'a%2fb', 'x'.repeat(300)])
      assert.ok((await bench.call(`/api/v1/drop/${id}`, { headers: admin.headers })).status >= 400, id);
  });

  it('nor by the name of a message to export', async () => {
    const ids = [
      '3/..%2f..%2fpostern.db',
      '..%2f..%2f1/1.eml',
      '3/1.eml%2f..',
      '3/%2e%2e',
      '3/1%00.eml',
      '3/1.EML',
    ];
    for (const id of ids) {
      const answer = await bench.call(`/api/v1/messages/${id}`, { headers: admin.headers });
      assert.ok(answer.status >= 400, id);
      assert.equal(answer.headers['content-disposition'], undefined, id);
    }
  });

  it('a screen of the app gets index.html, a missing file does not', async () => {
    for (const path of ['/queues/EX1%5C3', '/devices/192.168.5.10', '/tracking?messageId=a@contoso.com']) {
      const screen = await bench.call(path);
      assert.equal(screen.status, 200, path);
      assert.match(screen.text, /<title>app/);
    }
    assert.equal((await bench.call('/assets/missing.js')).status, 404);
    assert.equal((await bench.call('/api/v1/nothing')).status, 404);
    assert.equal((await bench.call('/api/v1/nothing', { method: 'POST' })).status, 404);
  });
});

describe('headers', () => {
  it('every answer has a policy that lets no foreign script run and nobody frame it', async () => {
    for (const path of ['/', '/assets/app-0123abcd.js', '/api/v1/session', '/nothing.png', '/api/docs']) {
      const { headers } = await bench.call(path);
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'; script-src 'self';/, path);
      assert.ok(!/script-src[^;]*unsafe/.test(policy), path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
    }
  });

  it('header injection: what a client sends never begins a header of ours', async () => {
    const evil = 'x%0d%0aset-cookie:%20evil=1';
    for (const path of [
      `/api/v1/messages/${evil}/1.eml`,
      `/api/v1/drop/${evil}`,
      `/${evil}`,
      `/api/v1/commands/${evil}`,
      `/api/v1/events?remote=${evil}`,
    ]) {
      const { headers } = await bench.call(path, { headers: admin.headers });
      assert.ok(!String(headers['set-cookie']).includes('evil'), path);
    }
    const user = 'a\r\nset-cookie: evil=1';
    const answer = await bench.call('/api/v1/session', { method: 'POST', body: { user, password: 'x' } });
    assert.equal(answer.headers['set-cookie'], undefined);
    assert.ok(!bench.logged.some((line) => line.includes('\n')));
  });
});

describe('bodies', () => {
  const post = (body: unknown): ReturnType<HttpBench['call']> =>
    bench.call('/api/v1/commands/New-AcceptedDomain', { method: 'POST', headers: admin.headers, body });

  it('one that is too large is refused with the remedy', async () => {
    const answer = await post(JSON.stringify({ parameters: { Name: 'x'.repeat(1_100_000) } }));
    assert.equal(answer.status, 413);
    assert.match(answer.json.error.message, /1 MiB/);
    const long = JSON.stringify({ user: 'x'.repeat(5000), password: 'x' });
    assert.equal((await bench.call('/api/v1/session', { method: 'POST', body: long })).status, 413);
  });

  it('nor is one that does not say how large it is, an address or a header without end', async () => {
    const endless = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest(
        {
          port: bench.port,
          host: '127.0.0.1',
          path: '/api/v1/commands/New-AcceptedDomain',
          method: 'POST',
          headers: { ...admin.headers, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      for (let chunk = 0; chunk < 20; chunk++) sent.write('['.repeat(65_536));
    });
    assert.equal(endless, 413);
    const long = await bench.call(`/api/v1/commands/Get-Queue?Identity=${'x'.repeat(30_000)}`, {
      headers: admin.headers,
    });
    assert.equal(long.status, 431);
    const header = await bench.call(GET_QUEUE, {
      headers: { ...admin.headers, 'x-long': 'x'.repeat(30_000) },
    });
    assert.equal(header.status, 431);
  });

  it('values of a wrong form, prototypes and deep nesting are errors of the client', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const bodies = [
      '{',
      'null x',
      '[]',
      '{"parameters":[]}',
      '{"parameters":{"Name":{"$":"table","entries":5}}}',
      '{"parameters":{"Name":{"$":"object","properties":[[1,2]]}}}',
      '{"parameters":{"Name":{"$":"size"}}}',
      '{"parameters":{"Name":{"$":"nothing"}}}',
      '{"parameters":{"__proto__":{"x":1}}}',
      '{"parameters":{"Name":{"constructor":{"prototype":{"x":1}}}}}',
      `{"parameters":{"Name":${deep}}}`,
      '{"unknown":1}',
      '{"parameters":{"Name":1e999}}',
    ];
    for (const body of bodies) {
      const { status, text } = await post(body);
      assert.ok(status >= 400 && status < 500, `${body.slice(0, 60)}: ${status} ${text}`);
    }
    assert.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'x'), undefined);
  });

  it('an error inside is told to the log, not to the client', async () => {
    bench.store.beforeCommit = () => {
      throw new Error('the disk at /srv/secret is gone');
    };
    const answer = await post(DOMAIN);
    bench.store.beforeCommit = null;
    assert.equal(answer.status, 500);
    assert.ok(!answer.text.includes('/srv/secret'));
    assert.ok(bench.logged.some((line) => line.includes('/srv/secret')));
  });
});

describe('sockets', () => {
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(bench.port, '127.0.0.1', () => resolve(socket));
      socket.on('error', reject);
    });

  it('a house that is full refuses the next, and recovers', async () => {
    const sockets = await Promise.all(Array.from({ length: 300 }, open));
    for (const socket of sockets) socket.on('error', () => undefined);
    const full = await bench.call('/').then(
      () => 'answered',
      () => 'refused',
    );
    for (const socket of sockets) socket.destroy();
    assert.equal(full, 'refused');
    for (let attempt = 0; ; attempt++) {
      const status = await bench.call('/').then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) break;
      assert.ok(attempt < 50, 'it did not recover');
    }
  });

  it('a client that sends its header slowly is cut off', { timeout: 40_000 }, async () => {
    const socket = await open();
    const started = Date.now();
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const drip = setInterval(() => socket.write('x: y\r\n'), 1000);
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    assert.match(said, /^HTTP\/1\.1 408/);
    assert.ok(Date.now() - started < 20_000);
  });
});
