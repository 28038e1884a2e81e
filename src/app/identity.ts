import { hostname } from 'node:os';
import type { ServerIdentity } from '../config/organization.ts';
import type { ServerOptions } from './options.ts';

/** Names of the server on its first start. design.md §2, Names */
export function initialIdentity(options: ServerOptions): ServerIdentity {
  const name = options.serverName ?? hostLabel();
  return {
    name,
    fqdn:
      options.fqdn ?? (options.domain === null ? hostFqdn(name) : `${name.toLowerCase()}.${options.domain}`),
    domain: options.domain?.split('.')[0]?.toUpperCase() ?? name,
  };
}

/** Names on a later start: what is given now wins over what is stored; `<Domain>` was settled on the first start. */
export function laterIdentity(stored: ServerIdentity, options: ServerOptions): ServerIdentity {
  return { ...stored, name: options.serverName ?? stored.name, fqdn: options.fqdn ?? stored.fqdn };
}

function hostLabel(): string {
  const label = hostname().split('.')[0] ?? '';
  return (
    label
      .replaceAll(/[^A-Za-z0-9-]/g, '')
      .slice(0, 15)
      .toUpperCase() || 'POSTERN'
  );
}

function hostFqdn(name: string): string {
  return hostname().includes('.') ? hostname().toLowerCase() : name.toLowerCase();
}
