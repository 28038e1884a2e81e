import type { CommandSpec } from '../command-spec.ts';
import { jsonLogParameters } from './log-parameters.ts';
import { acts, command, DOMAIN_CONTROLLER } from './spec-builder.ts';

export const getTelemetryConfig: CommandSpec = command(
  'Get-TelemetryConfig',
  {
    synopsis: 'Shows what the server tells other programs about itself.',
    returns: 'TelemetryConfig',
    examples: [
      { code: 'Get-TelemetryConfig | Format-List', text: 'Shows metrics, syslog, JSON lines and traces.' },
    ],
  },
  [DOMAIN_CONTROLLER],
);

/** Our own: Exchange has no such command. Decision: ADR-0012 */
export const setTelemetryConfig: CommandSpec = command(
  'Set-TelemetryConfig',
  {
    synopsis: 'Changes metrics, syslog, JSON lines, traces, and the names of log files.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-TelemetryConfig -SyslogTarget udp://192.0.2.10:514',
        text: 'Events go to a syslog server too.',
      },
      {
        code: 'Set-TelemetryConfig -TraceEndpoint http://127.0.0.1:4318/v1/traces -TracePercent 10',
        text: 'One message in ten is traced to an OpenTelemetry collector.',
      },
    ],
  },
  [
    acts('MetricsBinding', 'String', {
      help: 'address:port on loopback for /metrics, /healthz and /readyz; the port offset is added. $null: none.',
    }),
    acts('SyslogTarget', 'String', {
      help: 'udp://host:port, tcp://host:port or unix:/path. $null: none.',
    }),
    acts('SyslogFacility', 'SyslogFacility', { help: 'Mail unless set.' }),
    ...jsonLogParameters,
    acts('TraceEndpoint', 'String', {
      help: 'http or https URL that takes OTLP traces as JSON. $null: none.',
    }),
    acts('TracePercent', 'Int32', { help: 'Share of the messages that are traced, 0 to 100.' }),
    acts('LogRollover', 'LogRollover', {
      help: 'Daily: RECV20260302-1.log; Hourly: RECV2026030209-1.LOG. Of every series.',
    }),
    DOMAIN_CONTROLLER,
  ],
);
