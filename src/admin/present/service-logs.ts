import type { ServiceLogs, TransportLogs } from '../../config/log-settings.ts';
import type { Value } from '../contract/values.ts';
import { presentLog } from '../log-settings.ts';

type Properties = readonly (readonly [string, Value])[];

/** Folders are relative to the data folder. mail-flow.md §6.1 */
export function presentServiceLogs(logs: ServiceLogs, service: 'Hub' | 'FrontEnd'): Properties {
  const folder = `logs/${service}`;
  return [
    ...presentLog('ReceiveProtocolLog', logs.receiveProtocol, `${folder}/ProtocolLog/SmtpReceive`),
    ...presentLog('SendProtocolLog', logs.sendProtocol, `${folder}/ProtocolLog/SmtpSend`),
    ...presentLog('ConnectivityLog', logs.connectivity, `${folder}/Connectivity`),
    ...presentLog('AgentLog', logs.agent, `${folder}/AgentLog`),
  ];
}

export function presentTransportLogs(logs: TransportLogs): Properties {
  return [
    ...presentServiceLogs(logs, 'Hub'),
    ...presentLog('MessageTrackingLog', logs.messageTracking, 'logs/MessageTracking'),
    ['MessageTrackingLogSubjectLoggingEnabled', logs.messageTrackingSubject],
    ...presentLog('QueueLog', logs.queue, 'logs/Hub/QueueViewer'),
  ];
}
