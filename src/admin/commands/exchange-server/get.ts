import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { namesServer } from '../../identity.ts';
import { presentExchangeServer } from '../../present/exchange-server.ts';

/** Exchange: Get-ExchangeServer. One row: this server. */
export function showExchangeServer({ current, args, ports }: QueryInput): Answer | AdminError {
  const { server } = current;
  const domain = textOf(args, 'Domain') ?? null;
  const ownDomain = server.fqdn.split('.').slice(1).join('.').toLowerCase();
  if (domain !== null && domain.toLowerCase() !== ownDomain) return { objects: [] };
  const named = namesServer(textOf(args, 'Identity'), server);
  if (typeof named !== 'boolean') return named;
  return { objects: named ? [presentExchangeServer(server, ports.version)] : [] };
}
