import { LOG_ROLLOVERS, SYSLOG_FACILITIES } from '../../../../src/config/log-settings.ts';
import { asNamed, choice, text, toggle } from '../../settings/build-setting.ts';
import type { Choice, Setting } from '../../settings/setting.ts';
import type { SettingGroup } from '../../settings/settings-form.tsx';
import { SERVICE, type ServerForm } from './server-form.ts';

const ROLLOVERS: readonly Choice[] = LOG_ROLLOVERS.map((value) => ({
  value,
  name: `monitoring.rollover.${value}`,
}));

/** Age, size of the folder and of a file of one series of logs. */
function logSettings(prefix: string, isSwitched: boolean): readonly Setting[] {
  return [
    ...(isSwitched ? [toggle(`${prefix}Enabled`, 'server.logEnabled')] : []),
    text(`${prefix}MaxAge`, 'server.logAge', 'server.logAgeHint'),
    text(`${prefix}MaxDirectorySize`, 'server.logFolder', 'server.logSizeHint'),
    text(`${prefix}MaxFileSize`, 'server.logFile', 'server.logSizeHint'),
  ];
}

/** Series that both services write. */
const SESSION_LOGS: readonly SettingGroup[] = [
  { title: 'server.receiveLog', settings: logSettings('ReceiveProtocolLog', false) },
  { title: 'server.sendLog', settings: logSettings('SendProtocolLog', false) },
  { title: 'server.connectivityLog', settings: logSettings('ConnectivityLog', true) },
  { title: 'server.agentLog', settings: logSettings('AgentLog', true) },
];

export const LOGS: ServerForm = {
  ...SERVICE,
  intro: 'server.logsIntro',
  groups: [
    {
      title: 'server.trackingLog',
      settings: [
        ...logSettings('MessageTrackingLog', true),
        toggle('MessageTrackingLogSubjectLoggingEnabled', 'server.trackSubjects'),
      ],
    },
    ...SESSION_LOGS,
    { title: 'server.queueLog', settings: logSettings('QueueLog', false) },
  ],
};

export const FRONT_END_LOGS: ServerForm = {
  get: { name: 'Get-FrontendTransportService', parameters: {} },
  set: 'Set-FrontendTransportService',
  hasIdentity: true,
  intro: 'server.frontEndLogsIntro',
  groups: SESSION_LOGS,
};

/** What other programs are told. Decision: ADR-0012 */
export const MONITORING: ServerForm = {
  get: { name: 'Get-TelemetryConfig', parameters: {} },
  set: 'Set-TelemetryConfig',
  hasIdentity: false,
  intro: 'monitoring.intro',
  groups: [
    {
      title: 'monitoring.metrics',
      settings: [text('MetricsBinding', 'monitoring.binding', 'monitoring.bindingHint')],
    },
    {
      title: 'monitoring.syslog',
      settings: [
        text('SyslogTarget', 'monitoring.target', 'monitoring.targetHint'),
        choice('SyslogFacility', { name: 'monitoring.facility', choices: asNamed(SYSLOG_FACILITIES) }),
      ],
    },
    {
      title: 'monitoring.traces',
      settings: [
        text('TraceEndpoint', 'monitoring.endpoint', 'monitoring.endpointHint'),
        text('TracePercent', 'monitoring.percent', 'monitoring.percentHint'),
      ],
    },
    { title: 'monitoring.json', settings: logSettings('JsonLog', true) },
    {
      title: 'monitoring.files',
      settings: [
        choice('LogRollover', {
          name: 'monitoring.rollover',
          hint: 'monitoring.rolloverHint',
          choices: ROLLOVERS,
        }),
      ],
    },
  ],
};
