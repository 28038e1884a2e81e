import { runtimeError } from '../errors/shell-error.ts';
import { PsObject, PsScriptBlock } from '../values/value.ts';
import { isOn, listOf, numberOf, parameter, switches, textOf, textsOf, valueOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet } from './utility.ts';
import { toText } from '../values/text.ts';

/** What has to do with the session itself: its history, its screen, its transcript, and text or blocks that are to be
 *  run as commands. shell-language.md §10, §13 */
export const sessionCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Get-History',
    parameters: [
      parameter('Id', 'int[]', { position: 0, pipeline: true }),
      parameter('Count', 'int', { position: 1 }),
    ],
    start: (call) => ({ end: () => getHistory(call) }),
  },
  {
    name: 'Invoke-History',
    parameters: [parameter('Id', 'string', { position: 0 })],
    start: (call) => ({ end: () => invokeHistory(call) }),
  },
  {
    name: 'Invoke-Expression',
    parameters: [parameter('Command', 'string', { position: 0, mandatory: true, pipeline: true })],
    start: (call) => ({
      process: (input) => (typeof input === 'string' ? sessionOf(call).runText(input) : undefined),
      end: () => (call.expectsInput ? undefined : sessionOf(call).runText(textOf(call, 'Command') ?? '')),
    }),
  },
  {
    name: 'Invoke-Command',
    parameters: [
      parameter('ScriptBlock', 'scriptblock', { position: 0, mandatory: true, aliases: ['Command'] }),
      parameter('ArgumentList', 'object[]', { aliases: ['Args'] }),
      parameter('ComputerName', 'string[]', { aliases: ['Cn'] }),
      parameter('Session', 'object'),
    ],
    start: (call) => ({ end: () => invokeCommand(call) }),
  },
  {
    name: 'Clear-Host',
    parameters: [],
    start: (call) => ({
      end: () => (call.io.width() === null ? undefined : call.io.write('\u001b[H\u001b[2J')),
    }),
  },
  {
    name: 'Get-Location',
    parameters: [],
    start: (call) => ({
      end: () => {
        const path = toText(call.variables.get('PWD'));
        return call.emit(new PsObject({ typeName: 'PathInfo', text: path }).set('Path', path));
      },
    }),
  },
  {
    name: 'Start-Transcript',
    parameters: [
      parameter('Path', 'string', { position: 0, aliases: ['LiteralPath'] }),
      ...switches('Append', 'Force', 'NoClobber', 'IncludeInvocationHeader'),
    ],
    start: (call) => ({ end: () => startTranscript(call) }),
  },
  { name: 'Stop-Transcript', parameters: [], start: (call) => ({ end: () => stopTranscript(call) }) },
];

type SessionAccess = NonNullable<UtilityCall['session']>;

function sessionOf(call: UtilityCall): SessionAccess {
  if (call.session === undefined) throw runtimeError('There is no session to ask.', 'NoSession');
  return call.session;
}

/** What was submitted before, oldest first. The submission that asks is not in it yet. */
function submissions(call: UtilityCall): readonly PsObject[] {
  return sessionOf(call)
    .history.slice(0, -1)
    .map((text, index) =>
      new PsObject({ typeName: 'HistoryInfo', text })
        .set('Id', index + 1)
        .set('CommandLine', text)
        .set('ExecutionStatus', 'Completed'),
    );
}

async function getHistory(call: UtilityCall): Promise<void> {
  const wanted = listOf(valueOf(call, 'Id'));
  const all = submissions(call).filter((entry) => wanted.length === 0 || wanted.includes(entry.get('Id')));
  const count = numberOf(call, 'Count');
  for (const entry of count === undefined ? all : all.slice(-count)) await call.emit(entry);
}

/** The last one, the one of that number, or the last that begins so. It is shown before it runs. */
async function invokeHistory(call: UtilityCall): Promise<void> {
  const all = submissions(call);
  const id = textOf(call, 'Id');
  const entry =
    id === undefined
      ? all.at(-1)
      : /^\d+$/.test(id)
        ? all[Number(id) - 1]
        : all.findLast((candidate) => candidate.text?.toLowerCase().startsWith(id.toLowerCase()));
  const text = entry?.text ?? null;
  if (text === null) {
    const message = `Cannot locate the history for command line ${id ?? ''}.`;
    call.error(
      message,
      'InvokeHistoryNoHistoryForId,Microsoft.PowerShell.Commands.InvokeHistoryCommand',
      'ObjectNotFound',
      id,
    );
    return;
  }
  call.io.write(`${text}\n`);
  await sessionOf(call).runText(text);
}

async function invokeCommand(call: UtilityCall): Promise<void> {
  if (textsOf(call, 'ComputerName').length > 0 || valueOf(call, 'Session') !== undefined) {
    const message =
      'Commands run on the server that this shell is connected to; -ComputerName and -Session are not supported.';
    throw runtimeError(message, 'NotSupported', { category: 'NotImplemented', command: 'Invoke-Command' });
  }
  const block = valueOf(call, 'ScriptBlock');
  if (!(block instanceof PsScriptBlock)) return;
  const args = listOf(valueOf(call, 'ArgumentList'));
  for (const value of await block.invoke({ underscore: null, args })) await call.emit(value);
}

async function startTranscript(call: UtilityCall): Promise<void> {
  const { transcript } = sessionOf(call);
  if (transcript.path !== null) await transcript.stop();
  const stamp = call.io.now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const path = textOf(call, 'Path') ?? `PowerShell_transcript.${stamp}.txt`;
  await transcript.start(path, isOn(call, 'Append'));
  await call.emit(`Transcript started, output file is ${path}`);
}

async function stopTranscript(call: UtilityCall): Promise<void> {
  const { transcript } = sessionOf(call);
  const { path } = transcript;
  if (path === null) {
    const message = 'An error occurred stopping transcription: The host is not currently transcribing.';
    throw runtimeError(message, 'InvalidOperation', {
      command: 'Stop-Transcript',
      reason: 'PSInvalidOperationException',
    });
  }
  await transcript.stop();
  await call.emit(`Transcript stopped, output file is ${path}`);
}
