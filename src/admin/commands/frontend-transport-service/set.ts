import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkServer } from '../../identity.ts';
import { changed } from '../../snapshot-change.ts';
import { checkServiceLogs, withServiceLogs } from '../transport-service/log-settings.ts';

/** Exchange: Set-FrontendTransportService, its logs. */
export function changeFrontendTransportService({ current, args }: ChangeInput): Change | AdminError {
  const otherServer = checkServer(textOf(args, 'Identity'), current.server);
  if (otherServer !== null) return { ...otherServer, parameter: 'Identity' };
  const frontendLogs = withServiceLogs(current.frontendLogs, args);
  const problem = checkServiceLogs(frontendLogs, args);
  if (problem !== null) return problem;
  return {
    next: changed(current, { frontendLogs }),
    action: `Setting Front End Transport service "${current.server.name}".`,
    target: current.server.name,
  };
}
