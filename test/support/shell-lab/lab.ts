import type { CommandHost, Invocation, InvocationResult } from '../../../src/admin/contract/command-spec.ts';
import { allSpecs } from '../../../src/admin/contract/specs/all-specs.ts';
import { textOfValue } from '../../../src/admin/contract/value-text.ts';
import type { Value } from '../../../src/admin/contract/values.ts';
import { createDispatch } from '../../../src/admin/dispatch.ts';
import type { AdminPorts } from '../../../src/admin/ports.ts';
import { MEMORY_CERTIFICATES } from '../../../src/admin/testing/memory-certificates.ts';
import { MemoryConfigStore } from '../../../src/admin/testing/memory-config-store.ts';
import { initialSnapshot } from '../../../src/config/setup.ts';
import { LabQueue } from './queue.ts';
import { searchLab } from './tracking.ts';

/** One server of the lab: the product's own commands over a configuration and queues in memory. */
export type LabServer = Readonly<{
  name: string;
  store: MemoryConfigStore;
  queue: LabQueue;
  invoke: (invocation: Invocation) => Promise<InvocationResult>;
}>;

/** The lab of shell-language.md §15: EX01, and EX02 beside it, which the host of this test knows by its name. */
export type Lab = Readonly<{
  host: CommandHost;
  ex01: LabServer;
  ex02: LabServer;
  /** What was run on a server, in order. */
  calls: Invocation[];
}>;

/** The lab's clock: Monday, March 2, 2026 9:14:07. */
export const LAB_NOW: Date = new Date(2026, 2, 2, 9, 14, 7);

export function createLab(): Lab {
  const [ex01, ex02] = [labServer('EX01', 'a'), labServer('EX02', 'b')];
  const calls: Invocation[] = [];
  const host: CommandHost = {
    specs: allSpecs,
    invoke: async (invocation) => {
      if (invocation.mode === 'run') calls.push(invocation);
      const results: InvocationResult[] = [];
      for (const server of serversOf(invocation, [ex01, ex02])) {
        results.push(await server.invoke(addressedTo(server, invocation)));
      }
      return merged(results);
    },
  };
  return { host, ex01, ex02, calls };
}

function labServer(name: string, digit: string): LabServer {
  let made = 0;
  const newGuid = (): string => `${digit.repeat(8)}-0000-4000-8000-${String(++made).padStart(12, '0')}`;
  const server = { name, fqdn: `${name.toLowerCase()}.contoso.com`, domain: 'CONTOSO' };
  const now = LAB_NOW.toISOString();
  const store = new MemoryConfigStore(
    initialSnapshot({ server, domain: 'contoso.com', sandbox: false, now, newGuid }),
  );
  const queue = new LabQueue();
  const ports: AdminPorts = {
    config: store,
    audit: store,
    queue,
    tracking: {
      query: async (query) => searchLab(query),
      search: async () => ({ messages: [], total: 0 }),
    },
    resources: () => [],
    certificates: MEMORY_CERTIFICATES,
    verifyPassword: async (phc, password) => phc === `hash:${password}`,
    randomBytes: (size) => Buffer.alloc(size, 7),
    hashPassword: async (password) => `hash:${password}`,
    newGuid,
    now: () => LAB_NOW,
    serverStatus: () => ({ bindings: [] }),
    version: '15.2.986',
    greet: async (_, port) => ({ code: 220, text: `220 ${server.fqdn} on ${port}` }),
    testNextHop: async () => ({ trouble: null, endpoint: null, tls: null, lines: [] }),
    sendProbe: () => Promise.reject(new Error('the lab sends no mail')),
    pause: async () => undefined,
    turn: async () => undefined,
  };
  const { invoke } = createDispatch(ports);
  const caller = { name: 'contoso.com/Users/Chris', roleGroups: ['Organization Management'] } as const;
  return { name, store, queue, invoke: (invocation) => invoke(invocation, caller) };
}

const BY_SERVER = /^(?:Get|Set)-(?:ExchangeServer|TransportService|FrontendTransportService)$/;

/** Whom a command is for: the server it names, or that of the object it names; else the local server, EX01. */
function serversOf(invocation: Invocation, all: readonly LabServer[]): readonly LabServer[] {
  const { command, parameters } = invocation;
  const identity = textAt(parameters, 'Identity');
  const named = textAt(parameters, 'Server') || (BY_SERVER.test(command) ? identity : '');
  if (named !== '') return all.filter((server) => isNamed(server, named));
  if (BY_SERVER.test(command) || identity.startsWith('*\\')) return all;
  const owner = all.find(
    (server) =>
      identity.toUpperCase().startsWith(`${server.name}\\`) ||
      server.store.current.receiveConnectors.some((connector) => connector.guid === identity),
  );
  return [owner ?? all[0]].filter((server) => server !== undefined);
}

/** Of several servers that a command names, each is told of itself only. */
function addressedTo(server: LabServer, invocation: Invocation): Invocation {
  const { parameters } = invocation;
  if (!Array.isArray(parameters['Server'])) return invocation;
  return { ...invocation, parameters: { ...parameters, Server: server.name } };
}

function isNamed(server: LabServer, names: string): boolean {
  const known = [server.name, `${server.name}.contoso.com`].map((name) => name.toLowerCase());
  return names.split(/[, ]+/).some((name) => known.includes(name.toLowerCase()));
}

function textAt(parameters: Readonly<Record<string, Value>>, name: string): string {
  const value = parameters[name];
  return value === undefined || value === null ? '' : textOfValue(value);
}

function merged(results: readonly InvocationResult[]): InvocationResult {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return only;
  const error = results.find((result) => result.error !== undefined)?.error;
  return {
    objects: results.flatMap((result) => result.objects),
    warnings: results.flatMap((result) => result.warnings),
    ...(error === undefined ? {} : { error }),
  };
}
