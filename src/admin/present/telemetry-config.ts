import type { TelemetryConfig } from '../../config/log-settings.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { presentLog } from '../log-settings.ts';
import { singletonTail } from './singleton-tail.ts';
import { adminObject, enumValue } from './values.ts';

/** Settings in the order of the parameters of Set-TelemetryConfig. */
export function presentTelemetryConfig(config: TelemetryConfig, server: ServerIdentity): AdminObject {
  return adminObject('TelemetryConfig', 'Telemetry Settings', [
    ...presentLog('JsonLog', config.json, 'logs/Json'),
    ['LogRollover', enumValue('LogRollover', config.logRollover)],
    ['MetricsBinding', config.metricsBinding],
    ['SyslogFacility', enumValue('SyslogFacility', config.syslogFacility)],
    ['SyslogTarget', config.syslogTarget],
    ['TraceEndpoint', config.traceEndpoint],
    ['TracePercent', config.tracePercent],
    ...singletonTail('Telemetry Settings', server),
  ]);
}
