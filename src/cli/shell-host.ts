import type {
  CommandHost,
  CommandSpec,
  Invocation,
  InvocationResult,
} from '../admin/contract/command-spec.ts';
import { ControlClient, ServerNotRunning } from '../net/control-client.ts';
import { UsageError } from './usage-error.ts';

/** A server as the shell uses it, here or elsewhere. */
export interface ShellHost extends CommandHost {
  /** The full name of the server, for the prompt. */
  serverName(): Promise<string>;
  close(): void;
}

/** The running server's commands, over its control socket. */
export class SocketHost implements ShellHost {
  readonly specs: readonly CommandSpec[];
  readonly #client: ControlClient;

  private constructor(client: ControlClient, specs: readonly CommandSpec[]) {
    this.#client = client;
    this.specs = specs;
  }

  static async connect(folder: string): Promise<SocketHost> {
    try {
      const client = await ControlClient.connect(folder);
      return new SocketHost(client, await client.ask('specs', {}));
    } catch (error) {
      if (error instanceof ServerNotRunning) throw new UsageError(error.message);
      throw error;
    }
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    return this.#client.ask('invoke', { invocation });
  }

  /** The full name of the server, for the prompt. */
  async serverName(): Promise<string> {
    return (await this.#client.ask('status', {})).fqdn;
  }

  close(): void {
    this.#client.close();
  }
}
