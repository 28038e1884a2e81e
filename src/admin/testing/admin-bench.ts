import { formatMailbox } from '../../mail/address.ts';
import { initialSnapshot } from '../../config/setup.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import { LocalDirectory } from '../../directory/local-directory.ts';
import type { MessageSearch, TrackedMessage, TrackingEvent, TrackingQuery } from '../../transport/events.ts';
import type { Probe } from '../../transport/probe-message.ts';
import type { InvocationResult } from '../contract/command-spec.ts';
import { textOfValue } from '../contract/value-text.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { createDispatch } from '../dispatch.ts';
import type { AdminPorts, BindingStatus, Caller, TlsReportView } from '../ports.ts';
import { MEMORY_CERTIFICATES } from './memory-certificates.ts';
import { MemoryConfigStore } from './memory-config-store.ts';
import { MemoryQueue } from './memory-queue.ts';

type Parameters = Readonly<Record<string, Value>>;

/** A server as it is after its first start in contoso.com, without disk, queue or sockets. */
export type AdminBench = Readonly<{
  store: MemoryConfigStore;
  queue: MemoryQueue;
  tracking: {
    events: readonly TrackingEvent[];
    asked: TrackingQuery | null;
    messages: readonly TrackedMessage[];
    searched: MessageSearch | null;
  };
  bindings: BindingStatus[];
  /** What Test-Mailflow has sent. */
  probes: Probe[];
  caller: { current: Caller };
  /** Turns of the event loop that commands took; the signal of the next ones. */
  turns: { taken: number; signal: AbortSignal | undefined; onTurn: () => void };
  run(command: string, parameters?: Parameters): Promise<InvocationResult>;
  whatIf(command: string, parameters?: Parameters): Promise<InvocationResult>;
  /** Runs a command that must succeed. */
  ok(command: string, parameters?: Parameters): Promise<InvocationResult>;
  /** Runs a command that must fail without a change; `id: message`. */
  fails(command: string, parameters?: Parameters): Promise<string>;
}>;

const ADMINISTRATOR: Caller = { name: 'root', roleGroups: ['Organization Management'] };

export function createAdminBench(
  change: (first: ConfigSnapshot) => ConfigSnapshot = (first) => first,
): AdminBench {
  const store = new MemoryConfigStore(change(firstSnapshot()));
  const queue = new MemoryQueue();
  const tracking: AdminBench['tracking'] = { events: [], asked: null, messages: [], searched: null };
  const bindings: BindingStatus[] = [];
  const probes: Probe[] = [];
  const caller = { current: ADMINISTRATOR };
  const turns: AdminBench['turns'] = { taken: 0, signal: undefined, onTurn: () => undefined };
  const { invoke } = createDispatch(portsOf({ store, queue, tracking, bindings, probes, turns }));
  const call = (
    mode: 'run' | 'describe',
    command: string,
    parameters: Parameters,
  ): Promise<InvocationResult> => invoke({ command, parameters, mode }, caller.current, turns.signal);
  return {
    store,
    queue,
    tracking,
    bindings,
    probes,
    caller,
    turns,
    run: (command, parameters = {}) => call('run', command, parameters),
    whatIf: (command, parameters = {}) => call('describe', command, parameters),
    ok: async (command, parameters = {}) => {
      const result = await call('run', command, parameters);
      if (result.error !== undefined)
        throw new Error(`${command}: ${result.error.id} ${result.error.message}`);
      return result;
    },
    fails: async (command, parameters = {}) => {
      const before = store.current;
      const { error, objects } = await call('run', command, parameters);
      if (error === undefined || objects.length > 0) throw new Error(`${command} did not fail`);
      if (store.current !== before) throw new Error(`${command} failed and changed something`);
      return `${error.id}: ${error.message}`;
    },
  };
}

function firstSnapshot(): ConfigSnapshot {
  let made = 0;
  return initialSnapshot({
    server: { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' },
    domain: 'contoso.com',
    sandbox: false,
    now: '2026-03-01T08:00:00.000Z',
    newGuid: () => `0a000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
  });
}

/** Of two days. */
const TLS_REPORTS: readonly TlsReportView[] = ['2026-03-02', '2026-03-01'].map((day) => ({
  day,
  domain: 'fabrikam.com',
  policyType: 'sts',
  policy: ['version: STSv1', 'mode: testing'],
  mxHosts: ['mx.fabrikam.com'],
  successful: 7,
  failed: 2,
  failures: ['certificate-expired at mx.fabrikam.com (192.0.2.1): 2'],
  mailing: day === '2026-03-02' ? 'Counting' : 'Off',
}));

function portsOf(
  parts: Pick<AdminBench, 'store' | 'queue' | 'tracking' | 'bindings' | 'probes' | 'turns'>,
): AdminPorts {
  let made = 0;
  let now = Date.parse('2026-03-02T09:00:00.000Z');
  return {
    config: parts.store,
    audit: parts.store,
    queue: parts.queue,
    resources: () => [],
    tracking: {
      query: async (query) => {
        parts.tracking.asked = query;
        return parts.tracking.events;
      },
      search: async (search) => {
        parts.tracking.searched = search;
        return {
          messages: parts.tracking.messages,
          total: search.count ? parts.tracking.messages.length : null,
        };
      },
    },
    certificates: MEMORY_CERTIFICATES,
    tlsReports: { list: async () => TLS_REPORTS },
    directory: new LocalDirectory(() => parts.store.current, {
      hash: async (password) => `hash:${password}`,
      verify: async (phc, password) => phc === `hash:${password}`,
    }),
    hashPassword: async (password) => `hash:${password}`,
    verifyPassword: async (phc, password) => phc === `hash:${password}`,
    randomBytes: (size) => Buffer.alloc(size, 7),
    newGuid: () => `0b000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
    now: () => new Date(now),
    serverStatus: () => ({ bindings: parts.bindings }),
    version: '0.1.0',
    greet: async (_, port) =>
      port === 25 ? { code: 220, text: '220 ex1.contoso.com' } : { code: null, text: 'connect ECONNREFUSED' },
    testNextHop: async ({ domain, sender, recipient }) => {
      const asked = [domain, ...[sender, recipient].map((one) => (one === null ? '' : formatMailbox(one)))];
      const line = { event: '>', text: asked.join(' '), context: '', remoteEndpoint: '' } as const;
      return { trouble: null, endpoint: null, tls: null, lines: [line] };
    },
    sendProbe: async (probe) => void parts.probes.push(probe),
    pause: async (ms) => void (now += ms),
    turn: async () => {
      parts.turns.taken += 1;
      parts.turns.onTurn();
    },
  };
}

/** A property of an object that a command returned, as text. */
export function shown(object: Value | undefined, name: string): string {
  return textOfValue(property(object, name));
}

function property(object: Value | undefined, name: string): Value {
  const found = isObject(object) ? object.properties.find(([key]) => key === name) : undefined;
  if (found === undefined) throw new Error(`there is no property ${name}`);
  return found[1];
}

export function isObject(value: Value | undefined): value is AdminObject {
  return typeof value === 'object' && value !== null && '$' in value && value.$ === 'object';
}
