import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDispatch } from '../../admin/dispatch.ts';
import type { Caller } from '../../admin/ports.ts';
import { MemoryConfigStore } from '../../admin/testing/memory-config-store.ts';
import { MemoryQueue } from '../../admin/testing/memory-queue.ts';
import type { RoleGroup } from '../../config/administrator.ts';
import { initialSnapshot } from '../../config/setup.ts';
import type { ProtocolLine } from '../../transport/events.ts';
import { buildHttpServer } from '../http-server.ts';
import type { ChangeReport, Reports } from '../reports.ts';

export const PASSWORD = 'correct horse';

/** The API on an ephemeral port of 127.0.0.1, over a configuration in memory. */
export type HttpBench = Readonly<{
  port: number;
  url: string;
  store: MemoryConfigStore;
  clock: { now: number };
  logged: string[];
  dialogue: (line: ProtocolLine) => void;
  change: (change: ChangeReport) => void;
  /** Runs a command as the owner of the data folder. */
  run: (command: string, parameters: object) => Promise<unknown>;
  addAdministrator: (name: string, ...groups: RoleGroup[]) => Promise<void>;
  signIn: (user?: string, more?: object) => Promise<SignedIn>;
  call: (path: string, options?: CallOptions) => Promise<Answer>;
  [Symbol.asyncDispose]: () => Promise<void>;
}>;

export type CallOptions = Readonly<{
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** JSON, or text that is sent as it is. */
  body?: unknown;
}>;

export type Answer = Readonly<{
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
  /** Its shape is what each test looks at. */
  json: ReturnType<typeof JSON.parse>;
}>;

export type SignedIn = Readonly<{ cookie: string; csrf: string; headers: Readonly<Record<string, string>> }>;

const OWNER: Caller = { name: 'owner', roleGroups: ['Organization Management'] };

export async function createHttpBench(webFiles?: string): Promise<HttpBench> {
  const clock = { now: Date.parse('2026-03-02T09:00:00.000Z') };
  let made = 0;
  const newGuid = (): string => `0c000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
  const store = new MemoryConfigStore(
    initialSnapshot({
      server: { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' },
      domain: 'contoso.com',
      sandbox: true,
      newGuid,
      now: new Date(clock.now).toISOString(),
    }),
  );
  const verifyPassword = async (phc: string, password: string): Promise<boolean> =>
    phc === `hash:${password}`;
  const dispatch = createDispatch({
    config: store,
    audit: store,
    queue: new MemoryQueue(),
    tracking: { query: async () => [], search: async () => ({ messages: [], total: 0 }) },
    resources: () => [],
    greet: async () => ({ code: null, text: 'connect ECONNREFUSED' }),
    testNextHop: async () => ({ trouble: null, endpoint: null, tls: null, lines: [] }),
    sendProbe: async () => undefined,
    pause: async (ms) => void (clock.now += ms),
    turn: async () => undefined,
    hashPassword: async (password) => `hash:${password}`,
    verifyPassword,
    newGuid,
    randomBytes: (size) => Buffer.from(`${newGuid()}${newGuid()}`.replaceAll('-', '').slice(-size)),
    now: () => new Date(clock.now),
    serverStatus: () => ({ bindings: [] }),
    version: '0.1.0',
  });
  const logged: string[] = [];
  const log = (message: string, fields?: object): void =>
    void logged.push(JSON.stringify({ message, ...fields }));
  const empty = webFiles ?? mkdtempSync(join(tmpdir(), 'postern-web-'));
  const feeds = watched();
  const app = await buildHttpServer({
    host: {
      ...dispatch,
      administrators: () => store.current.administrators,
      verifyPassword,
      reports: feeds.reports,
      server: () => ({
        name: 'EX1',
        fqdn: 'ex1.contoso.com',
        version: '0.1.0',
        sandbox: true,
        portOffset: 0,
      }),
      logger: { info: log, warn: log, error: log },
      now: () => clock.now,
    },
    pem: null,
    names: () => ['ex1.contoso.com'],
    webRoot: empty,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const call = caller(port);
  const bench = {
    port,
    url: `http://127.0.0.1:${port}`,
    store,
    clock,
    logged,
    dialogue: feeds.dialogue,
    change: feeds.change,
    run: async (command: string, parameters: object) => {
      const { error } = await dispatch.invoke({ command, parameters: { ...parameters }, mode: 'run' }, OWNER);
      if (error !== undefined) throw new Error(`${command}: ${error.message}`);
    },
    addAdministrator: async (name: string, ...groups: RoleGroup[]) => {
      const Password = { $: 'secret', text: PASSWORD };
      await bench.run('New-Administrator', { Name: name, Password, RoleGroups: groups });
    },
    signIn: async (user = 'admin', more: object = {}): Promise<SignedIn> => {
      const answer = await call('/api/v1/session', {
        method: 'POST',
        body: { user, password: PASSWORD, ...more },
      });
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
      const csrf: string = answer.json.csrf;
      return { cookie, csrf, headers: { cookie, 'x-postern-csrf': csrf } };
    },
    call,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      if (webFiles === undefined) rmSync(empty, { recursive: true, force: true });
    },
  };
  await bench.addAdministrator('admin', 'Organization Management');
  return bench;
}

function watched(): {
  reports: Reports;
  dialogue: (line: ProtocolLine) => void;
  change: (change: ChangeReport) => void;
} {
  const counters = { sessions: 1, accepted: 2, refused: 3, delivered: 4, deferred: 5, failed: 6 };
  const lines = new Set<(line: ProtocolLine) => void>();
  const changes = new Set<(change: ChangeReport) => void>();
  return {
    dialogue: (line) => {
      for (const watcher of lines) watcher(line);
    },
    change: (change) => {
      for (const watcher of changes) watcher(change);
    },
    reports: {
      overview: async () => ({
        counters,
        queues: { messages: 0, unreachable: 0, oldest: null },
        disk: { freeBytes: 1, totalBytes: 2, level: 'low' },
        relayers: [],
        certificates: [],
        warnings: [],
      }),
      counters: () => counters,
      history: () => ({
        step: 60,
        from: '2026-03-02T08:00:00.000Z',
        series: { sessions: [], accepted: [], refused: [], delivered: [], deferred: [], failed: [] },
      }),
      devices: async () => [],
      watchDialogues: (watcher) => {
        lines.add(watcher);
        return () => void lines.delete(watcher);
      },
      watchChanges: (watcher) => {
        changes.add(watcher);
        return () => void changes.delete(watcher);
      },
      drop: {
        list: async () => [],
        read: async (id) => (id === '0000000001-0a' ? Buffer.from('Subject: x\r\n\r\n<b>') : null),
      },
    },
  };
}

/** node:http, because fetch normalizes paths and forbids some headers. */
function caller(port: number): HttpBench['call'] {
  return (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
      const type = text === undefined ? {} : { 'content-type': 'application/json' };
      const request = httpRequest(
        { host: '127.0.0.1', port, path, method, headers: { ...type, ...headers }, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const answer = Buffer.concat(chunks).toString();
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: answer,
              json: parsed(answer),
            });
          });
        },
      );
      request.on('error', reject);
      request.end(text);
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
