import { readFileSync } from 'node:fs';
import { type TestShell, testShell } from '../../../src/shell/testing/fake-host.ts';
import type { CommandHost } from '../../../src/admin/contract/command-spec.ts';
import { asGolden, type Example } from './golden.ts';
import { createLab, LAB_NOW, type Lab } from './lab.ts';

/** What the lab has before most examples: the relay connector with the anonymous method. */
const RELAY = [
  'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 192.168.5.10,192.168.5.11',
  'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
  'Add-ADPermission "Anonymous Relay" -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
];

/** A lab with its relay connector and its queues, and a shell of EX01 in it.
 *  @param example what is asked at prompts, and whether the lab has the relay connector */
export async function openLab(
  example: Readonly<{ answers?: readonly string[]; fresh?: boolean }> = {},
): Promise<Readonly<{ lab: Lab; shell: TestShell }>> {
  const lab = createLab();
  fillQueues(lab);
  if (example.fresh !== true) await prepare(lab.host);
  return { lab, shell: testShell(lab.host, { answers: example.answers ?? [], width: 120 }) };
}

/** Plays an example in a lab of its own.
 *  @returns for each step what it gave, as lines of a golden file */
export async function play(example: Example): Promise<readonly (readonly string[])[]> {
  const { shell } = await openLab(example);
  for (const [path, content] of example.contents) shell.files.set(path, content);
  for (const path of example.samples) shell.files.set(path, readSample(path));
  const played: (readonly string[])[] = [];
  for (const step of example.steps) {
    played.push(step.kind === 'file' ? fileLines(shell, step.text) : await runLines(shell, step.text));
  }
  return played;
}

function readSample(path: string): string {
  const name = path.replace(/^.*\\/, '');
  return readFileSync(new URL(`../../integration/shell/${name}`, import.meta.url), 'utf8').replace(
    /^\uFEFF/,
    '',
  );
}

async function prepare(host: CommandHost): Promise<void> {
  const shell = testShell(host);
  for (const command of RELAY) {
    const { err } = await shell.run(command);
    if (err !== '') throw new Error(`the lab could not be set up: ${err}`);
  }
}

async function runLines(shell: TestShell, text: string): Promise<readonly string[]> {
  const { out, err } = await shell.run(text);
  return [...asGolden(out, '|'), ...asGolden(err, '!')];
}

function fileLines(shell: TestShell, named: string): readonly string[] {
  const [, path = '', encoding = ''] = /^(.+) \((\w+)\)$/.exec(named) ?? [];
  const text = shell.files.get(path);
  if (text === undefined) return ['there is no such file'];
  if (shell.encodings.get(path) !== encoding) return [`its encoding is ${shell.encodings.get(path)}`];
  if (/(?<!\r)\n/.test(text)) return ['a line of it does not end in CRLF'];
  return asGolden(text, '|');
}

function fillQueues({ ex01 }: Lab): void {
  const hop = (
    name: string,
  ): Readonly<{ name: string; key: Parameters<typeof ex01.queue.add>[0]['key'] }> => ({
    name,
    key: { deliveryType: 'SmartHostConnectorDelivery', nextHopDomain: name, nextHopConnector: '' },
  });
  ex01.queue.add({ ...hop('Submission'), number: 1, key: { ...hop('').key, deliveryType: 'Undefined' } });
  ex01.queue.add(
    { number: 2, name: 'Unreachable', key: { ...hop('Unreachable').key, deliveryType: 'Unreachable' } },
    [{ id: 19_374_830, subject: 'Hello', from: 'kate@contoso.com', sizeBytes: 2048, at: LAB_NOW }],
  );
  const waiting = ['app', 'app', 'scanner'].map((from, index) => ({
    subject: `Invoice ${index + 1} for the printers that were delivered to the office in Toronto`,
    id: 19_374_821 + index,
    from: `${from}@contoso.com`,
    sizeBytes: 5120 * (index + 1),
    at: LAB_NOW,
  }));
  const lastError = '451 4.4.0 Primary target IP address did not answer';
  ex01.queue.add({ ...hop('fabrikam.com'), number: 3, status: 'Retry', lastError }, waiting);
}
