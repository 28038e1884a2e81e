import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { namesServer } from '../../identity.ts';
import { presentTransportService } from '../../present/transport-service.ts';

/** Exchange: Get-TransportService */
export function showTransportService({ current, args }: QueryInput): Answer | AdminError {
  const named = namesServer(textOf(args, 'Identity'), current.server);
  if (typeof named !== 'boolean') return named;
  if (!named) return { objects: [] };
  return {
    objects: [presentTransportService(current.transportService, current.transportLogs, current.server)],
  };
}
