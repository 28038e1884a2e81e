import type { Socket } from 'node:net';
import { formatBinding, isWildcard } from '../config/binding.ts';
import { planReload } from '../config/plan-reload.ts';
import type { Binding } from '../config/receive-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Logger } from '../transport/events.ts';
import { InboundListener, type ListenerFailure } from './inbound-listener.ts';

/** One binding of the running configuration and how it fares.
 *  `covered`: the wildcard of its family listens on the same port and takes its connections. */
export type ListenerStatus = Readonly<{
  binding: Binding;
  /** The port that is really open: the binding's and the offset. */
  port: number;
  state: 'listening' | 'covered' | 'failed';
  /** One line with the remedy, or null. */
  error: string | null;
}>;

export type ListenerSetOptions = Readonly<{
  portOffset: number;
  logger: Logger;
  /** Gets each accepted connection and the binding's port, never the real one. */
  onSocket: (socket: Socket, bindingPort: number) => void;
}>;

/** The listening sockets of the configuration, one a binding. Sockets survive a change that does not touch their binding,
 *  and no change ends a session. */
export class ListenerSet {
  readonly #options: ListenerSetOptions;
  readonly #open = new Map<string, InboundListener>();
  readonly #failed = new Map<string, ListenerFailure>();
  #bindings: readonly Binding[] = [];
  #applying: Promise<void> = Promise.resolve();

  constructor(options: ListenerSetOptions) {
    this.#options = options;
  }

  /** Opens what the snapshot adds, closes what it no longer has, tries again what failed before. Calls are worked off in
   *  order. A binding that cannot be opened is logged and kept for `status`; the others are not affected. */
  apply(snapshot: ConfigSnapshot): Promise<void> {
    this.#applying = this.#applying.then(() => this.#applyBindings(planReload([], snapshot).open));
    return this.#applying;
  }

  status(): readonly ListenerStatus[] {
    return this.#bindings.map((binding) => {
      const port = binding.port + this.#options.portOffset;
      const failure = this.#failed.get(formatBinding(coveringBinding(binding, this.#bindings)));
      if (failure !== undefined) return { binding, port, state: 'failed', error: failure.message };
      return {
        binding,
        port,
        state: this.#open.has(formatBinding(binding)) ? 'listening' : 'covered',
        error: null,
      };
    });
  }

  /** Stops listening everywhere. Sessions go on. */
  close(): Promise<void> {
    this.#applying = this.#applying.then(() => this.#applyBindings([]));
    return this.#applying;
  }

  /** Closing comes first: a wildcard cannot be opened while one of its addresses is bound. */
  async #applyBindings(bindings: readonly Binding[]): Promise<void> {
    this.#bindings = bindings;
    const sockets = bindings.filter((binding) => coveringBinding(binding, bindings) === binding);
    const wanted = new Set(sockets.map(formatBinding));
    for (const [key, listener] of this.#open) {
      if (wanted.has(key)) continue;
      listener.close();
      this.#open.delete(key);
    }
    this.#failed.clear();
    for (const binding of sockets) {
      if (!this.#open.has(formatBinding(binding))) await this.#openBinding(binding);
    }
  }

  async #openBinding(binding: Binding): Promise<void> {
    const { portOffset, onSocket, logger } = this.#options;
    const result = await InboundListener.open(binding, portOffset, onSocket);
    if (result instanceof InboundListener) {
      this.#open.set(formatBinding(binding), result);
      return;
    }
    this.#failed.set(formatBinding(binding), result);
    logger.error(result.message, { code: result.code });
  }
}

/** The binding whose socket takes the connections of this one: the wildcard on the same port, else itself. The system lets
 *  nobody listen on an address and on the wildcard above it at once. */
function coveringBinding(binding: Binding, all: readonly Binding[]): Binding {
  const covers = (other: Binding): boolean =>
    isWildcard(other) && other.family === binding.family && other.port === binding.port;
  return all.find(covers) ?? binding;
}
