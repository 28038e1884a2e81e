import type { ServiceLogs, TransportLogs } from '../../../config/log-settings.ts';
import { type Arguments, booleanOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkLogSettings, withLogSettings } from '../../log-settings.ts';

/** The logs that both services have. */
export function withServiceLogs<T extends ServiceLogs>(logs: T, args: Arguments): T {
  return {
    ...logs,
    receiveProtocol: withLogSettings(logs.receiveProtocol, 'ReceiveProtocolLog', args),
    sendProtocol: withLogSettings(logs.sendProtocol, 'SendProtocolLog', args),
    connectivity: withLogSettings(logs.connectivity, 'ConnectivityLog', args),
    agent: withLogSettings(logs.agent, 'AgentLog', args),
  };
}

export function withTransportLogs(logs: TransportLogs, args: Arguments): TransportLogs {
  const subject = booleanOf(args, 'MessageTrackingLogSubjectLoggingEnabled');
  return {
    ...withServiceLogs(logs, args),
    messageTracking: withLogSettings(logs.messageTracking, 'MessageTrackingLog', args),
    messageTrackingSubject: subject ?? logs.messageTrackingSubject,
    queue: withLogSettings(logs.queue, 'QueueLog', args),
  };
}

export function checkServiceLogs(next: ServiceLogs, args: Arguments): AdminError | null {
  return (
    checkLogSettings(next.receiveProtocol, 'ReceiveProtocolLog', args) ??
    checkLogSettings(next.sendProtocol, 'SendProtocolLog', args) ??
    checkLogSettings(next.connectivity, 'ConnectivityLog', args) ??
    checkLogSettings(next.agent, 'AgentLog', args)
  );
}

export function checkTransportLogs(next: TransportLogs, args: Arguments): AdminError | null {
  return (
    checkServiceLogs(next, args) ??
    checkLogSettings(next.messageTracking, 'MessageTrackingLog', args) ??
    checkLogSettings(next.queue, 'QueueLog', args)
  );
}
