import type { CommandSpec, Invocation, InvocationResult } from '../admin/contract/command-spec.ts';
import type { AdminError } from '../admin/contract/errors.ts';
import type { Caller } from '../admin/ports.ts';
import type { View } from '../admin/views.ts';
import type { Administrator } from '../config/administrator.ts';
import type { Logger } from '../transport/events.ts';
import type { Reports } from './reports.ts';

/** What the API needs of the server. */
export type ApiHost = Readonly<{
  specs: readonly CommandSpec[];
  invoke: (invocation: Invocation, caller: Caller, signal?: AbortSignal) => Promise<InvocationResult>;
  permits: (command: string, caller: Caller) => boolean;
  mayView: (view: View, caller: Caller) => boolean;
  /** null = the caller may see it */
  refuseView: (view: View, caller: Caller) => Promise<AdminError | null>;
  reports: Reports;
  /** As they are now: a role taken away is gone at the next request. */
  administrators: () => readonly Administrator[];
  verifyPassword: (phc: string, password: string) => Promise<boolean>;
  server: () => ServerInfo;
  logger: Logger;
  /** Epoch ms */
  now: () => number;
}>;

export type ServerInfo = Readonly<{
  name: string;
  fqdn: string;
  version: string;
  sandbox: boolean;
  portOffset: number;
}>;
