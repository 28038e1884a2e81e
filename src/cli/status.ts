import { ControlClient, ServerNotRunning } from '../net/control-client.ts';
import type { BindingStatus, ServerStatus } from '../net/control-protocol.ts';
import { dataFolder, readArguments } from './arguments.ts';
import { HELP } from './help.ts';

const NOT_RUNNING = 3;

/** @returns the exit status: 0 running, 3 not */
export async function status(argv: readonly string[]): Promise<number> {
  const args = readArguments('status', argv, {
    data: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (args.flag('help')) {
    console.log(HELP.status);
    return 0;
  }
  const json = args.flag('json');
  try {
    const client = await ControlClient.connect(dataFolder(args.text('data')));
    const answer = await client.ask('status', {});
    client.close();
    console.log(json ? JSON.stringify({ running: true, ...answer }, null, 2) : statusText(answer));
    return 0;
  } catch (error) {
    if (!(error instanceof ServerNotRunning)) throw error;
    if (json) console.log(JSON.stringify({ running: false, reason: error.message }, null, 2));
    else console.error(error.message);
    return NOT_RUNNING;
  }
}

export function statusText(status: ServerStatus): string {
  const lines = [
    `Postern ${status.version} runs as ${status.fqdn} (process ${status.pid}, since ${status.startedAt}).`,
    `Data folder   ${status.data}${status.sandbox ? ' (sandbox: nothing leaves this machine)' : ''}`,
    `Sessions      ${status.sessions}`,
    `Queue         ${status.queue.messages} messages, ${Math.ceil(status.queue.diskBytes / 1024)} KB on disk`,
    ...(status.adminCenter.url === null ? [] : [`Admin center  ${status.adminCenter.url}`]),
    'Listeners',
    ...status.bindings.map(bindingLine),
    ...status.queue.recovery.map((finding) => `Recovery      ${finding}`),
    ...status.warnings.map((warning) => `WARNING: ${warning}`),
  ];
  return lines.join('\n');
}

function bindingLine(binding: BindingStatus): string {
  const address = binding.binding.slice(0, binding.binding.lastIndexOf(':'));
  const state = binding.state === 'listening' ? 'listening' : `NOT LISTENING: ${binding.error}`;
  return `  ${`${address}:${binding.realPort}`.padEnd(22)} ${state} (${binding.connectors.join(', ')})`;
}
