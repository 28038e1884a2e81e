import type { Device, SessionEvent } from '../transport/observation.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;
const MOST_DEVICES = 5000;
const MOST_NAMES = 3;
const MOST_SENDERS = 5;
const MOST_LIMITS = 5;
/** What a client says of itself is cut: it must not fill the memory. */
const LONGEST_TEXT = 256;

type Kept = {
  readonly address: string;
  helo: readonly string[];
  senders: readonly string[];
  connector: string;
  localAddress: string;
  localPort: number;
  tls: string | null;
  /** Messages in the hour `hour`, and in the 23 before it; the latest last. */
  volume: number[];
  hour: number;
  messages: number;
  refused: number;
  readonly firstSeen: number;
  lastSeen: number;
  limits: readonly string[];
};

/** Who connects, from which address, saying what. Bounded: the address that was seen longest ago is forgotten first.
 *  A Map keeps the order of insertion, so whoever is seen is put behind all others. */
export class DeviceInventory {
  readonly #devices = new Map<string, Kept>();

  get size(): number {
    return this.#devices.size;
  }

  session(event: SessionEvent): void {
    const device = this.#seen(event.remoteAddress, event.at);
    switch (event.kind) {
      case 'opened':
        device.connector = event.connector;
        device.localAddress = event.localAddress;
        device.localPort = event.localPort;
        device.tls = null;
        break;
      case 'tls':
        device.tls = event.protocol;
        break;
      case 'mail':
        device.helo = withLatest(device.helo, event.helo, MOST_NAMES);
        device.senders = withLatest(device.senders, event.sender, MOST_SENDERS);
        break;
      case 'turnedAway':
      case 'refused':
        device.refused += 1;
        device.limits = withLatest(device.limits, event.by, MOST_LIMITS);
        break;
      case 'authenticated':
        break;
      default:
        event satisfies never;
    }
  }

  /** A message of the address was accepted. */
  accepted(address: string, at: number): void {
    const device = this.#seen(address, at);
    rollTo(device, at);
    device.messages += 1;
    device.volume[HOURS - 1] = (device.volume[HOURS - 1] ?? 0) + 1;
  }

  /** The latest seen first. */
  list(now: number): readonly Device[] {
    return [...this.#devices.values()].reverse().map((device) => {
      rollTo(device, now);
      const { hour: _hour, ...shown } = device;
      return { ...shown, volume: [...device.volume] };
    });
  }

  /** Puts back what `list` gave, after a restart. */
  restore(devices: readonly Device[]): void {
    for (const device of devices.slice(0, MOST_DEVICES).toReversed()) {
      const hour = Math.floor(device.lastSeen / HOUR_MS);
      this.#devices.set(device.address, { ...device, volume: [...device.volume], hour });
    }
  }

  #seen(address: string, at: number): Kept {
    const known = this.#devices.get(address);
    const device = known ?? newDevice(address, at);
    device.lastSeen = at;
    if (known !== undefined) this.#devices.delete(address);
    this.#devices.set(address, device);
    const [oldest] = this.#devices.size > MOST_DEVICES ? this.#devices.keys() : [];
    if (oldest !== undefined) this.#devices.delete(oldest);
    return device;
  }
}

function newDevice(address: string, at: number): Kept {
  return {
    address,
    helo: [],
    senders: [],
    connector: '',
    localAddress: '',
    localPort: 0,
    tls: null,
    volume: Array.from({ length: HOURS }, () => 0),
    hour: Math.floor(at / HOUR_MS),
    messages: 0,
    refused: 0,
    firstSeen: at,
    lastSeen: at,
    limits: [],
  };
}

/** Moves the hours on, so that the last one is now. */
function rollTo(device: Kept, at: number): void {
  const hour = Math.floor(at / HOUR_MS);
  const passed = Math.min(HOURS, hour - device.hour);
  if (passed <= 0) return;
  device.volume = [...device.volume.slice(passed), ...Array.from({ length: passed }, () => 0)];
  device.hour = hour;
}

function withLatest(texts: readonly string[], text: string, most: number): readonly string[] {
  const latest = text.slice(0, LONGEST_TEXT);
  if (latest === '' || texts[0] === latest) return texts;
  return [latest, ...texts.filter((other) => other !== latest)].slice(0, most);
}
