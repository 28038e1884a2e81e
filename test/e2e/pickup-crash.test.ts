import assert from 'node:assert/strict';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { it } from 'node:test';
import { Postern } from '../support/postern.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

const FILES = 200;
/** Files that are left when the server is killed. */
const KILLED_AT = [150, 60] as const;

/** Files are written beside the folder and moved in, all at once, as the documentation asks. */
async function fill(pickup: string, data: string): Promise<void> {
  const desk = join(data, 'desk');
  await mkdir(desk);
  for (let n = 0; n < FILES; n++) {
    const content = `From: app@contoso.com\r\nTo: kate@fabrikam.com\r\nSubject: file-${n}\r\n\r\nbody of ${n}\r\n`;
    await writeFile(join(desk, `${n}.eml`), content);
  }
  for (const name of await readdir(desk)) await rename(join(desk, name), join(pickup, name));
}

/** Waits until no more than so many files lie in the folder, whatever they are called. */
async function left(pickup: string, atMost: number): Promise<number> {
  const end = Date.now() + 60_000;
  for (;;) {
    const { length } = await readdir(pickup);
    if (length <= atMost) return length;
    if (Date.now() > end) throw new Error(`${length} files are left, ${atMost} were waited for`);
    await delay(1);
  }
}

it('SIGKILL in the middle of Pickup: each of 200 files is sent at least once, and none but the one at hand twice', {
  timeout: 240_000,
}, async (test) => {
  await using postern = await Postern.start();
  const sink = await startSmtpSink();
  try {
    const pickup = join(postern.data, 'TransportRoles/Pickup');
    await postern.mustShell('Set-TransportService EX1 -PickupDirectoryMaxMessagesPerMinute 20000');
    await fill(pickup, postern.data);
    const remaining: number[] = [];
    for (const atMost of KILLED_AT) {
      await left(pickup, atMost);
      await postern.stop('SIGKILL');
      remaining.push((await readdir(pickup)).length);
      await postern.start();
    }
    test.diagnostic(`files left at the kills: ${remaining.join(', ')}`);
    assert.ok(
      remaining.every((count) => count > 0 && count < FILES),
      `a kill was not in the middle: ${remaining.join(', ')}`,
    );
    assert.equal(await left(pickup, 0), 0);
    // Nothing leaves before the last file is in the queue, so that every copy is one that Pickup made.
    await postern.mustShell(
      `New-SendConnector -Name Sink -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${sink.port} -DNSRoutingEnabled $false`,
    );
    await sink.received(FILES, 60_000);
    await emptied(postern);
    const subjects = sink.messages.map(({ content }) => /^Subject: (\S+)/m.exec(String(content))?.[1] ?? '');
    const wanted = Array.from({ length: FILES }, (_, n) => `file-${n}`);
    const missing = wanted.filter((subject) => !subjects.includes(subject));
    assert.deepEqual(missing, []);
    const copies = subjects.length - FILES;
    assert.ok(copies <= KILLED_AT.length, `${copies} copies after ${KILLED_AT.length} kills`);
  } finally {
    await sink.close();
  }
});

async function emptied(postern: Postern): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if ((await postern.mustShell('@(Get-Message).Count')).trim() === '0') return;
    await delay(100);
  }
  throw new Error('messages are left in the queues');
}
