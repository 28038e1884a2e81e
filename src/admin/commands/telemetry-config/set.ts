import { LOG_ROLLOVERS, SYSLOG_FACILITIES, type TelemetryConfig } from '../../../config/log-settings.ts';
import {
  parseLoopbackBinding,
  parseSyslogTarget,
  parseTraceEndpoint,
} from '../../../config/telemetry-address.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type Arguments, numberOf, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkLogSettings, withLogSettings } from '../../log-settings.ts';
import { badText, changed, checkRange } from '../../snapshot-change.ts';

/** Set-TelemetryConfig. Decision: ADR-0012 */
export function changeTelemetryConfig({ current, args }: ChangeInput): Change | AdminError {
  const telemetry = withSettings(current.telemetry, args);
  const problem =
    checkAddresses(telemetry) ??
    checkRange('TracePercent', numberOf(args, 'TracePercent'), { min: 0, max: 100 }) ??
    checkLogSettings(telemetry.json, 'JsonLog', args);
  if (problem !== null) return problem;
  return {
    next: changed(current, { telemetry }),
    action: 'Setting telemetry configuration "Telemetry Settings".',
    target: 'Telemetry Settings',
  };
}

function withSettings(config: TelemetryConfig, args: Arguments): TelemetryConfig {
  const text = (name: string, before: string | null): string | null => {
    const given = textOf(args, name);
    return given === undefined ? before : given;
  };
  return {
    metricsBinding: text('MetricsBinding', config.metricsBinding),
    syslogTarget: text('SyslogTarget', config.syslogTarget),
    syslogFacility: oneOf(SYSLOG_FACILITIES, textOf(args, 'SyslogFacility')) ?? config.syslogFacility,
    json: withLogSettings(config.json, 'JsonLog', args),
    traceEndpoint: text('TraceEndpoint', config.traceEndpoint),
    tracePercent: numberOf(args, 'TracePercent') ?? config.tracePercent,
    logRollover: oneOf(LOG_ROLLOVERS, textOf(args, 'LogRollover')) ?? config.logRollover,
  };
}

function oneOf<T extends string>(values: readonly T[], text: string | null | undefined): T | undefined {
  return values.find((value) => value === text);
}

function checkAddresses({ metricsBinding, syslogTarget, traceEndpoint }: TelemetryConfig): AdminError | null {
  if (metricsBinding !== null && parseLoopbackBinding(metricsBinding) === null) {
    const reason =
      'metrics are served on loopback alone, such as 127.0.0.1:9464; put a proxy before it to reach it from elsewhere';
    return badText('MetricsBinding', reason, metricsBinding);
  }
  if (syslogTarget !== null && parseSyslogTarget(syslogTarget) === null) {
    return badText('SyslogTarget', 'it is not udp://host:port, tcp://host:port or unix:/path', syslogTarget);
  }
  if (traceEndpoint !== null && parseTraceEndpoint(traceEndpoint) === null) {
    const reason =
      'it is not an http or https URL (without a password) such as http://127.0.0.1:4318/v1/traces';
    return badText('TraceEndpoint', reason, traceEndpoint);
  }
  return null;
}
