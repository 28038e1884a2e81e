import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { totpCode } from '../admin/totp.ts';
import { createHttpBench, type HttpBench, PASSWORD } from './testing/http-bench.ts';

const SESSION = '/api/v1/session';
const MINUTE_MS = 60_000;
let bench: HttpBench;

beforeEach(async () => {
  bench = await createHttpBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('sign-in', () => {
  it('opens a session in a cookie that no script reads and no other site sends', async () => {
    const answer = await bench.call(SESSION, { method: 'POST', body: { user: 'ADMIN', password: PASSWORD } });
    assert.equal(answer.status, 200);
    assert.match(
      String(answer.headers['set-cookie']),
      /^postern_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.equal(answer.json.user, 'admin');
    assert.ok(answer.json.commands.includes('New-ReceiveConnector'));
    assert.deepEqual(answer.json.views.includes('drop'), true);
    assert.equal(answer.headers['cache-control'], 'no-store');
  });

  it('a wrong password and an unknown user are told alike', async () => {
    const wrong = await bench.call(SESSION, { method: 'POST', body: { user: 'admin', password: 'x' } });
    const unknown = await bench.call(SESSION, { method: 'POST', body: { user: 'nobody', password: 'x' } });
    assert.equal(wrong.status, 401);
    assert.deepEqual(wrong.json, unknown.json);
    assert.equal(wrong.json.error.code, 'SignInFailed');
    assert.match(wrong.json.error.message, /bin\/postern shell/);
  });

  it('failures make the next attempt wait, also the right password; time heals', async () => {
    const attempt = (password: string): Promise<{ status: number; headers: NodeJS.Dict<unknown> }> =>
      bench.call(SESSION, { method: 'POST', body: { user: 'admin', password } });
    for (let failure = 0; failure < 3; failure++) assert.equal((await attempt('x')).status, 401);
    const held = await attempt(PASSWORD);
    assert.equal(held.status, 429);
    assert.equal(held.headers['retry-after'], '1');
    bench.clock.now += 1000;
    assert.equal((await attempt('x')).status, 401);
    bench.clock.now += 1000;
    assert.equal((await attempt(PASSWORD)).status, 429);
    bench.clock.now += 1000;
    assert.equal((await attempt(PASSWORD)).status, 200);
    assert.ok(!bench.logged.join('').includes(PASSWORD));
  });

  it('many attempts at once do not all pass before the first has failed', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        bench.call(SESSION, { method: 'POST', body: { user: 'admin', password: 'x' } }),
      ),
    );
    assert.equal(answers.filter((answer) => answer.status === 401).length, 3);
  });

  it('RFC 6238: a second factor is asked for after the password, and a code is good once', async () => {
    const { headers } = await bench.signIn();
    const made = await bench.call('/api/v1/commands/New-MyTotp', { method: 'POST', headers, body: {} });
    const secret: string = made.json.objects[0].properties[1][1];
    const code = (steps: number): string => totpCode(secret, Math.floor(bench.clock.now / 30_000) + steps);
    const Code = code(0);
    await bench.call('/api/v1/commands/Enable-MyTotp', {
      method: 'POST',
      headers,
      body: { parameters: { Code } },
    });
    const signIn = (totp?: string): ReturnType<HttpBench['call']> =>
      bench.call(SESSION, { method: 'POST', body: { user: 'admin', password: PASSWORD, totp } });
    assert.equal((await signIn()).json.error.code, 'TotpRequired');
    assert.equal((await signIn('000000')).json.error.code, 'SignInFailed');
    assert.equal((await signIn(Code)).status, 200);
    assert.equal((await signIn(Code)).json.error.code, 'SignInFailed');
    bench.clock.now += 60_000;
    assert.equal((await signIn(code(0))).status, 200);
  });
});

describe('sessions', () => {
  it('session fixation: an id brought along is never taken over, and ends', async () => {
    const first = await bench.signIn();
    const answer = await bench.call(SESSION, {
      method: 'POST',
      headers: { cookie: first.cookie },
      body: { user: 'admin', password: PASSWORD },
    });
    assert.notEqual(String(answer.headers['set-cookie']).split(';')[0], first.cookie);
    assert.equal((await bench.call(SESSION, { headers: first.headers })).status, 401);
    const planted = await bench.call(SESSION, { headers: { cookie: `postern_session=${'A'.repeat(43)}` } });
    assert.equal(planted.status, 401);
  });

  it('end after 30 minutes without use, and after 12 hours with it', async () => {
    const idle = await bench.signIn();
    bench.clock.now += 29 * MINUTE_MS;
    assert.equal((await bench.call(SESSION, { headers: idle.headers })).status, 200);
    bench.clock.now += 30 * MINUTE_MS;
    assert.equal((await bench.call(SESSION, { headers: idle.headers })).status, 401);
    const busy = await bench.signIn();
    for (let hour = 0; hour < 24; hour++) {
      assert.equal((await bench.call(SESSION, { headers: busy.headers })).status, 200);
      bench.clock.now += 29.9 * MINUTE_MS;
    }
    bench.clock.now += 5 * MINUTE_MS;
    assert.equal((await bench.call(SESSION, { headers: busy.headers })).status, 401);
  });

  it('sign-out ends the session on the server', async () => {
    const { headers } = await bench.signIn();
    assert.equal((await bench.call(SESSION, { method: 'DELETE', headers })).status, 204);
    assert.equal((await bench.call(SESSION, { headers })).status, 401);
  });

  it('a new password, a disabled and a removed administrator end them at once', async () => {
    await bench.addAdministrator('kate', 'Server Management');
    const sets = [
      ['Set-Administrator', { Identity: 'kate', Password: { $: 'secret', text: 'battery staple' } }],
      ['Set-Administrator', { Identity: 'kate', Password: { $: 'secret', text: PASSWORD } }],
      ['Set-Administrator', { Identity: 'kate', Enabled: false }],
    ] as const;
    const first = await bench.signIn('kate');
    await bench.run(...sets[0]);
    assert.equal((await bench.call(SESSION, { headers: first.headers })).status, 401);
    await bench.run(...sets[1]);
    const second = await bench.signIn('kate');
    await bench.run(...sets[2]);
    assert.equal((await bench.call(SESSION, { headers: second.headers })).status, 401);
    await assert.rejects(bench.signIn('kate'), /401/);
  });

  it('a role taken away is gone at the next request', async () => {
    await bench.addAdministrator('kate', 'Server Management', 'Hygiene Management');
    const { headers } = await bench.signIn('kate');
    assert.equal((await bench.call('/api/v1/commands/Get-Queue', { headers })).status, 200);
    await bench.run('Remove-RoleGroupMember', { Identity: 'Server Management', Member: 'kate' });
    assert.equal((await bench.call('/api/v1/commands/Get-Queue', { headers })).status, 403);
  });
});

describe('own sessions', () => {
  const SESSIONS = '/api/v1/sessions';
  it('are listed with when, from where and which one asks, and ended one by one or all others', async () => {
    const first = await bench.signIn();
    bench.clock.now += MINUTE_MS;
    const second = await bench.signIn();
    const third = await bench.signIn();
    bench.clock.now += MINUTE_MS;
    const { json } = await bench.call(SESSIONS, { headers: first.headers });
    assert.deepEqual(json[0], {
      id: json[0].id,
      opened: '2026-03-02T09:00:00.000Z',
      used: '2026-03-02T09:02:00.000Z',
      address: '127.0.0.1',
      current: true,
    });
    assert.deepEqual(
      json.map((one: { current: boolean }) => one.current),
      [true, false, false],
    );
    assert.ok(!JSON.stringify(json).includes(second.cookie.split('=')[1] ?? ''));
    const path = `${SESSIONS}/${json[1].id}`;
    assert.equal((await bench.call(path, { method: 'DELETE', headers: first.headers })).status, 204);
    assert.equal((await bench.call(path, { method: 'DELETE', headers: first.headers })).status, 404);
    const left = await bench.call(SESSIONS, { headers: first.headers });
    assert.equal(left.json.length, 2);
    assert.equal((await bench.call(SESSIONS, { method: 'DELETE', headers: first.headers })).status, 204);
    for (const one of [second, third])
      assert.equal((await bench.call(SESSION, { headers: one.headers })).status, 401);
    assert.equal((await bench.call(SESSION, { headers: first.headers })).status, 200);
  });

  it('those of others are neither seen nor ended, whatever the role; without the CSRF token nothing is', async () => {
    await bench.addAdministrator('kate', 'View-Only Organization Management');
    const [admin, kate] = [await bench.signIn(), await bench.signIn('kate')];
    const [own] = (await bench.call(SESSIONS, { headers: kate.headers })).json;
    const foreign = await bench.call(SESSIONS, { headers: admin.headers });
    assert.deepEqual([foreign.json.length, foreign.json[0].current], [1, true]);
    const path = `${SESSIONS}/${own.id}`;
    assert.equal((await bench.call(path, { method: 'DELETE', headers: admin.headers })).status, 404);
    assert.equal((await bench.call(SESSIONS, { method: 'DELETE', headers: admin.headers })).status, 204);
    assert.equal((await bench.call(SESSION, { headers: kate.headers })).status, 200);
    const bare = { cookie: kate.cookie };
    assert.equal((await bench.call(path, { method: 'DELETE', headers: bare })).status, 403);
    assert.equal((await bench.call(SESSIONS)).status, 401);
    assert.equal((await bench.call(path, { method: 'DELETE', headers: kate.headers })).status, 204);
    assert.equal((await bench.call(SESSION, { headers: kate.headers })).status, 401);
  });
});

describe('tokens', () => {
  it('let a script do what its administrator may, until they expire or are revoked', async () => {
    const { headers } = await bench.signIn();
    const made = await bench.call('/api/v1/commands/New-ApiToken', {
      method: 'POST',
      headers,
      body: { parameters: { Name: 'report', ExpiresOn: '2026-03-03T09:00:00Z' } },
    });
    const token: string = made.json.objects[0].properties.find(([name]: [string]) => name === 'Token')[1];
    const authorization = { authorization: `Bearer ${token}` };
    const use = (): ReturnType<HttpBench['call']> =>
      bench.call('/api/v1/commands/Get-Queue', { method: 'POST', headers: authorization, body: {} });
    assert.equal((await use()).status, 200);
    assert.equal((await bench.call(SESSION, { headers: authorization })).json.csrf, '');
    bench.clock.now += 86_400_000;
    assert.equal((await use()).status, 401);
    bench.clock.now -= 86_400_000;
    await bench.run('Remove-ApiToken', { Identity: 'admin\\report' });
    assert.equal((await use()).status, 401);
  });

  it('malformed ones open nothing, and a wrong one is not saved by a good cookie', async () => {
    const { cookie } = await bench.signIn();
    for (const authorization of ['Bearer', 'Bearer x', `Bearer ${'a'.repeat(47)}`, 'Basic YWRtaW46eA=='])
      assert.equal((await bench.call(SESSION, { headers: { authorization, cookie } })).status, 401);
  });
});
