import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkServer, wildcardPattern } from '../../identity.ts';
import { presentTransportService } from '../../present/transport-service.ts';

/** Exchange: Get-TransportService */
export function showTransportService({ current, args }: QueryInput): Answer | AdminError {
  const identity = textOf(args, 'Identity') ?? null;
  if (identity !== null && /[*?]/.test(identity)) {
    if (!wildcardPattern(identity).test(current.server.name)) return { objects: [] };
  } else {
    const otherServer = checkServer(identity, current.server);
    if (otherServer !== null) return { ...otherServer, parameter: 'Identity' };
  }
  return {
    objects: [presentTransportService(current.transportService, current.transportLogs, current.server)],
  };
}
