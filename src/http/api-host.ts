import type { CommandSpec, Invocation, InvocationResult } from '../admin/contract/command-spec.ts';
import type { Caller } from '../admin/ports.ts';
import type { Administrator } from '../config/administrator.ts';
import type { Logger } from '../transport/events.ts';

/** What the API needs of the server. */
export type ApiHost = Readonly<{
  specs: readonly CommandSpec[];
  invoke: (invocation: Invocation, caller: Caller) => Promise<InvocationResult>;
  permits: (command: string, caller: Caller) => boolean;
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
