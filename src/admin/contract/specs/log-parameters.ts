import type { ParameterSpec } from '../command-spec.ts';
import { acts, OF_SIZE } from './spec-builder.ts';

/** One series of log files as the parameters name it: `<prefix>MaxAge` and so on. */
type LogName = Readonly<{ prefix: string; what: string; isSwitched: boolean; fileSizeType?: string }>;

const AGE_HELP = '0: files are not deleted for their age.';

function parametersOf({ prefix, what, isSwitched, fileSizeType }: LogName): readonly ParameterSpec[] {
  const enabled = acts(`${prefix}Enabled`, 'Boolean', { help: `Whether the ${what} is written.` });
  return [
    ...(isSwitched ? [enabled] : []),
    acts(`${prefix}MaxAge`, 'EnhancedTimeSpan', { help: AGE_HELP }),
    acts(`${prefix}MaxDirectorySize`, 'Unlimited', {
      ...OF_SIZE,
      help: 'Above it the oldest files are deleted.',
    }),
    acts(`${prefix}MaxFileSize`, fileSizeType ?? 'Unlimited', {
      ...OF_SIZE,
      help: 'A full file is followed by the next one.',
    }),
  ];
}

/** Of Set-TransportService and Set-FrontendTransportService. */
export const serviceLogParameters: readonly ParameterSpec[] = [
  { prefix: 'ReceiveProtocolLog', what: 'protocol log of what is received', isSwitched: false },
  { prefix: 'SendProtocolLog', what: 'protocol log of what is sent', isSwitched: false },
  { prefix: 'ConnectivityLog', what: 'log of outbound connections', isSwitched: true },
  { prefix: 'AgentLog', what: 'log of the antispam agents', isSwitched: true },
].flatMap(parametersOf);

/** Of Set-TransportService alone. */
export const transportLogParameters: readonly ParameterSpec[] = [
  ...[
    {
      prefix: 'MessageTrackingLog',
      what: 'message tracking',
      isSwitched: true,
      fileSizeType: 'ByteQuantifiedSize',
    },
    { prefix: 'QueueLog', what: 'log of the queues', isSwitched: false },
  ].flatMap(parametersOf),
  acts('MessageTrackingLogSubjectLoggingEnabled', 'Boolean', {
    help: '$false: message tracking leaves the subject blank.',
  }),
];

/** Of the events as JSON lines, Set-TelemetryConfig. */
export const jsonLogParameters: readonly ParameterSpec[] = parametersOf({
  prefix: 'JsonLog',
  what: 'file of events as JSON lines',
  isSwitched: true,
});
