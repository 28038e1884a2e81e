/** A mail server under measurement, on loopback only, with a data folder of its own. */
export interface Peer {
  readonly name: string;
  readonly port: number;
  /** Processes whose memory and CPU count. */
  pids(): readonly number[];
  /** Messages that wait in its queue now. */
  queued(): Promise<number>;
  stop(): Promise<void>;
}

/** `accept`: messages are kept. `relay`: all go to the sink on `sinkPort`. */
export type PeerMode = Readonly<{ kind: 'accept' } | { kind: 'relay'; sinkPort: number }>;

export type PeerStart = Readonly<{ peer: Peer; startMs: number }>;
