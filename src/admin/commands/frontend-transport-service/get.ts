import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { namesServer } from '../../identity.ts';
import { presentFrontendTransportService } from '../../present/frontend-transport-service.ts';

/** Exchange: Get-FrontendTransportService */
export function showFrontendTransportService({ current, args }: QueryInput): Answer | AdminError {
  const named = namesServer(textOf(args, 'Identity'), current.server);
  if (typeof named !== 'boolean') return named;
  if (!named) return { objects: [] };
  return { objects: [presentFrontendTransportService(current.frontendLogs, current.server)] };
}
