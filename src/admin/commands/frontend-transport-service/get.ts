import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkServer, wildcardPattern } from '../../identity.ts';
import { presentFrontendTransportService } from '../../present/frontend-transport-service.ts';

/** Exchange: Get-FrontendTransportService */
export function showFrontendTransportService({ current, args }: QueryInput): Answer | AdminError {
  const identity = textOf(args, 'Identity') ?? null;
  if (identity !== null && /[*?]/.test(identity)) {
    if (!wildcardPattern(identity).test(current.server.name)) return { objects: [] };
  } else {
    const otherServer = checkServer(identity, current.server);
    if (otherServer !== null) return { ...otherServer, parameter: 'Identity' };
  }
  return { objects: [presentFrontendTransportService(current.frontendLogs, current.server)] };
}
