import type { CommandHost } from '../admin/contract/command-spec.ts';
import { ControlClient, ServerNotRunning } from '../net/control-client.ts';
import { UsageError } from './usage-error.ts';

/** A server as the shell uses it, here or elsewhere. */
export interface ShellHost {
  /** The full name of the server, for the prompt. */
  serverName(): Promise<string>;
  /** What the server can be asked to do. */
  commands(): Promise<CommandHost>;
  close(): void;
}

/** The running server's commands, over its control socket. */
export class SocketHost implements ShellHost {
  readonly #client: ControlClient;

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  static async connect(folder: string): Promise<SocketHost> {
    try {
      return new SocketHost(await ControlClient.connect(folder));
    } catch (error) {
      if (error instanceof ServerNotRunning) throw new UsageError(error.message);
      throw error;
    }
  }

  async commands(): Promise<CommandHost> {
    const specs = await this.#client.ask('specs', {}).catch((error: Error) => {
      throw new UsageError(error.message);
    });
    return { specs, invoke: (invocation) => this.#client.ask('invoke', { invocation }) };
  }

  /** The full name of the server, for the prompt. */
  async serverName(): Promise<string> {
    return (await this.#client.ask('status', {})).fqdn;
  }

  close(): void {
    this.#client.close();
  }
}
