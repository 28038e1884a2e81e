import type { CommandSpec, Invocation, InvocationResult } from '../admin/contract/command-spec.ts';

/** Talk on the socket in the data folder: one JSON object a line, each request answered by one with its id.
 *  Whoever may open the socket is an administrator. design.md §2, Local trust */
export const SOCKET_NAME = 'postern.sock';

export type BindingStatus = Readonly<{
  /** As stored, e.g. `0.0.0.0:25`. */
  binding: string;
  /** Port that is really listened on: stored port + offset. */
  realPort: number;
  state: 'listening' | 'failed';
  /** One line with the remedy, '' while listening. */
  error: string;
  connectors: readonly string[];
}>;

export type ServerStatus = Readonly<{
  server: string;
  fqdn: string;
  version: string;
  pid: number;
  data: string;
  sandbox: boolean;
  portOffset: number;
  startedAt: string;
  configVersion: number;
  sessions: number;
  /** Where the admin center answers; `url` is null where it does not, and `problem` says the remedy. */
  adminCenter: Readonly<{ url: string | null; problem: string }>;
  bindings: readonly BindingStatus[];
  queue: Readonly<{ messages: number; diskBytes: number; recovery: readonly string[] }>;
  warnings: readonly string[];
}>;

export type ControlRequest =
  | Readonly<{ id: number; op: 'specs' }>
  | Readonly<{ id: number; op: 'invoke'; invocation: Invocation }>
  | Readonly<{ id: number; op: 'status' }>
  | Readonly<{ id: number; op: 'stop' }>;

export type ControlResults = Readonly<{
  specs: readonly CommandSpec[];
  invoke: InvocationResult;
  status: ServerStatus;
  stop: null;
}>;

export type ControlAnswer<Result> =
  | Readonly<{ id: number; ok: true; result: Result }>
  | Readonly<{ id: number; ok: false; error: string }>;
