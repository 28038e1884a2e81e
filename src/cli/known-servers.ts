import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Fingerprints of certificates that the user trusted, by `host:port`: no authority vouches for them. */
export class KnownServers {
  readonly path: string;

  constructor(path: string = defaultPath()) {
    this.path = path;
  }

  /** SHA-256 in hex with colons, or null where the server is new. */
  fingerprint(server: string): string | null {
    return this.#read().get(server) ?? null;
  }

  /** Written whole beside the file and put in its place, readable by its owner alone. */
  remember(server: string, fingerprint: string): void {
    const all = Object.fromEntries(this.#read().set(server, fingerprint));
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, this.path);
  }

  #read(): Map<string, string> {
    try {
      const all: unknown = JSON.parse(readFileSync(this.path, 'utf8'));
      if (typeof all !== 'object' || all === null) return new Map();
      return new Map(Object.entries(all).map(([server, fingerprint]) => [server, String(fingerprint)]));
    } catch {
      return new Map();
    }
  }
}

function defaultPath(): string {
  const configured = process.env['XDG_CONFIG_HOME'] ?? '';
  return join(configured === '' ? join(homedir(), '.config') : configured, 'postern', 'known-servers.json');
}
