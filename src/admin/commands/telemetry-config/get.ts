import type { Answer, QueryInput } from '../../command.ts';
import { presentTelemetryConfig } from '../../present/telemetry-config.ts';

/** Get-TelemetryConfig. Decision: ADR-0012 */
export function showTelemetryConfig({ current }: QueryInput): Answer {
  return { objects: [presentTelemetryConfig(current.telemetry, current.server)] };
}
