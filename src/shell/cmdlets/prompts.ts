import { singleText } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';
import { isOn, listOf, parameter, switches, textOf, valueOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet } from './utility.ts';

/** Read-Host and Get-Credential: they ask the person at the console. */
export const promptCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Read-Host',
    parameters: [
      parameter('Prompt', 'object[]', { position: 0, remaining: true }),
      ...switches('AsSecureString'),
    ],
    start: (call) => ({ end: () => readHost(call) }),
  },
  {
    name: 'Get-Credential',
    parameters: [
      parameter('Credential', 'object', { position: 0, aliases: ['UserName'] }),
      parameter('Message', 'string'),
    ],
    start: (call) => ({ end: () => getCredential(call) }),
  },
];

async function readHost(call: UtilityCall): Promise<void> {
  const words = listOf(valueOf(call, 'Prompt')).map(singleText).join(' ');
  const question = words === '' ? '' : `${words}: `;
  const answer = isOn(call, 'AsSecureString') ? await askHidden(call, question) : await ask(call, question);
  if (answer === null) return;
  await call.emit(isOn(call, 'AsSecureString') ? { $: 'secret', text: answer } : answer);
}

async function getCredential(call: UtilityCall): Promise<void> {
  const given: PsValue = valueOf(call, 'Credential') ?? null;
  if (given !== null && typeof given !== 'string') return call.emit(given);
  const message = textOf(call, 'Message') ?? 'Supply values for the following parameters:';
  call.io.write(`\nWindows PowerShell credential request\n${message}\n`);
  const user = given ?? (await ask(call, 'User: '));
  if (user === null || user === '') return;
  const password = await askHidden(call, `Password for user ${user}: `);
  if (password !== null) await call.emit({ $: 'credential', user, password });
}

async function ask(call: UtilityCall, question: string): Promise<string | null> {
  if (call.io.prompt !== undefined) return call.io.prompt(question);
  return refuse(call, 'Read and Prompt functionality is not available where nobody can be asked.');
}

/** A password is not asked for where it would stand on the screen. */
async function askHidden(call: UtilityCall, question: string): Promise<string | null> {
  if (call.io.promptHidden !== undefined) return call.io.promptHidden(question);
  return refuse(call, 'This console cannot read a password without showing it.');
}

function refuse(call: UtilityCall, message: string): null {
  call.error(message, 'NoInteractiveHost', 'InvalidOperation');
  return null;
}
