import type { Answer, QueryInput } from '../../command.ts';
import type { AdminObject } from '../../contract/values.ts';
import { dateTime } from '../../present/values.ts';
import { presentAcmeConfig } from '../../present/acme-config.ts';

/** Get-AcmeConfig. Decision: ADR-0019 */
export function showAcmeConfig({ current, ports }: QueryInput): Answer {
  const status = ports.acme?.status();
  const state: AdminObject['properties'] =
    status === undefined
      ? []
      : [
          ['Status', status.state],
          ['LastError', status.lastError],
          ['LastAttempt', dateTime(status.lastAttempt)],
          ['NextAttempt', dateTime(status.nextAttempt)],
        ];
  return { objects: [presentAcmeConfig(current.acme, current.server, state)] };
}
