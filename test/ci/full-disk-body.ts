import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bulkRelay, type BulkResult, sendBulk } from '../support/bulk-sender.ts';
import { DiscardSink } from '../support/discard-sink.ts';
import { Postern } from '../support/postern.ts';

/** Runs in a mount namespace of its own, started by full-disk.test.ts. */

const MEGABYTE = 1024 * 1024;
const DISK_BYTES = 420 * MEGABYTE;
/** A log above 256 MiB that is mostly dead is compacted. */
const COMPACT_ABOVE = 256 * MEGABYTE;

const disk = mkdtempSync(join(tmpdir(), 'postern-disk-'));
execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
const filler = join(disk, 'filler');
const sink = await DiscardSink.start();
const server = await Postern.start({ data: join(disk, 'data') });
const acknowledged = new Set<string>();
const replies = new Map<string, number>();
try {
  await server.mustShell(bulkRelay(sink.port));
  await server.mustShell(
    'New-SendConnector -Name Dead -AddressSpaces dead.invalid -SmartHosts "[127.0.0.1]" -Port 9 -DNSRoutingEnabled $false',
  );
  await fullWhileAccepting();
  await fullWhileDelivering();
  await fullWhileAdministering();
  await fullWhileCompacting();
  await eventually(() => [...acknowledged].every((subject) => sink.subjects.has(subject)), 'all has arrived');
  const twice = [...sink.subjects.values()].filter((count) => count > 1).length;
  console.log(`${acknowledged.size} messages acknowledged, all delivered, ${twice} of them more than once`);
  console.log(`replies: ${JSON.stringify([...replies])}`);
  assert.ok(
    [...replies.keys()].every((reply) => /^(250|4)/.test(reply)),
    'only 250 and 4xx',
  );
} finally {
  await server[Symbol.asyncDispose]();
  sink.close();
  execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
}

async function fullWhileAccepting(): Promise<void> {
  sink.busy = true;
  note(await send('before', 20, 200_000));
  fill(0);
  const refused = await send('full', 40, 200_000);
  note(refused);
  assert.ok(refused.acknowledged.length < 40, 'a full disk takes no mail');
  await spaceAgain('accepting');
  sink.busy = false;
}

/** What is delivered cannot be noted: it may be delivered again, and is not lost. */
async function fullWhileDelivering(): Promise<void> {
  sink.busy = true;
  note(await send('deliver', 60, 50_000));
  fill(0);
  sink.busy = false;
  await eventually(() => sink.subjects.has('deliver-1'), 'delivery goes on while the disk is full');
  await delay(1000);
  await spaceAgain('delivering');
  await eventually(async () => (await server.status()).queue.messages === 0, 'the queue is empty');
}

/** One message that waits keeps the oldest segment, and with it all later ones, until they are compacted. */
async function fullWhileCompacting(): Promise<void> {
  await holdOne('kept');
  for (let n = 0; (await logBytes()) < COMPACT_ABOVE - 8 * MEGABYTE; n++) {
    note(await send(`fill${n}`, 40, 400_000));
    assert.ok(n < 40, 'the log grows');
  }
  fill(3 * MEGABYTE);
  note(await send('beyond', 60, 400_000));
  await spaceAgain('compacting');
  for (let n = 0; n < 6; n++) note(await send(`more${n}`, 20, 400_000));
  await eventually(async () => (await logBytes()) < COMPACT_ABOVE, 'space of the log is given back');
}

/** Not an octet is left: the reserve is what these commands write in. */
async function fullWhileAdministering(): Promise<void> {
  sink.busy = true;
  note(await send('administer', 10, 20_000));
  for (const subject of ['silent', 'told']) await holdOne(subject);
  fill(0);
  for (const command of [
    'Suspend-Queue -Filter "MessageCount -gt 0" -Confirm:$false',
    'Resume-Queue -Filter "MessageCount -gt 0" -Confirm:$false',
    'Retry-Queue -Filter "MessageCount -gt 0" -Confirm:$false',
    `Suspend-Message -Filter "Subject -eq 'told'" -Confirm:$false`,
    `Resume-Message -Filter "Subject -eq 'told'" -Confirm:$false`,
    `Remove-Message -Filter "Subject -eq 'silent'" -WithNDR $false -Confirm:$false`,
    `Remove-Message -Filter "Subject -eq 'told'" -Confirm:$false`,
    'Set-ReceiveConnector Bulk -Comment "the disk is full"',
  ])
    await server.mustShell(command);
  assert.match(await server.mustShell('(Get-ReceiveConnector Bulk).Comment'), /the disk is full/);
  const audited = await server.mustShell('(Search-AdminAuditLog -Cmdlets Remove-Message).Count');
  assert.equal(audited.trim(), '2');
  const left = await server.mustShell(`(Get-Message -Filter "Subject -like '*l*'" | ForEach-Object Subject)`);
  assert.doesNotMatch(left, /^(silent|told)/m);
  await eventually(
    async () => /High/.test(await server.mustShell('(Get-ResourceLevel DatabaseUsedSpace).Level')),
    'the level of the disk is High',
  );
  assert.deepEqual((await send('refused', 5, 1000)).acknowledged, []);
  await spaceAgain('administering');
  await eventually(() => statSync(join(disk, 'data/reserve')).size > MEGABYTE, 'the reserve is kept again');
  sink.busy = false;
}

async function holdOne(subject: string): Promise<void> {
  const client = await server.connect();
  await client.reply();
  for (const command of ['EHLO held', 'MAIL FROM:<chris@contoso.com>', 'RCPT TO:<kate@dead.invalid>', 'DATA'])
    assert.match(await client.command(command), /^[23]/);
  assert.match(await client.command(`Subject: ${subject}\r\n\r\nheld\r\n.`), /^250/);
  client.close();
}

async function logBytes(): Promise<number> {
  return (await server.status()).queue.diskBytes;
}

function send(name: string, messages: number, bodyBytes: number): Promise<BulkResult> {
  return sendBulk({ port: server.port, sessions: 4, messages, bodyBytes, name });
}

function note(sent: BulkResult): void {
  for (const subject of sent.acknowledged) acknowledged.add(subject);
  for (const [reply, count] of sent.replies) replies.set(reply, (replies.get(reply) ?? 0) + count);
}

/** Takes all space but some. */
function fill(leave: number): void {
  const { bavail, bsize } = statfsSync(disk);
  const file = openSync(filler, 'w');
  const piece = Buffer.alloc(MEGABYTE / 4);
  try {
    for (let left = bavail * bsize - leave; left > 0; left -= piece.length)
      writeSync(file, piece.subarray(0, Math.min(left, piece.length)));
  } catch {
    // full already
  } finally {
    closeSync(file);
  }
}

/** Nobody does anything but give space: mail is taken again. */
async function spaceAgain(after: string): Promise<void> {
  rmSync(filler);
  let tries = 0;
  await eventually(async () => {
    tries += 1;
    const sent = await send(`again-${after}-${tries}`, 1, 1000);
    note(sent);
    return sent.acknowledged.length === 1;
  }, `mail is taken again (${after})`);
  console.log(`full while ${after}: mail is taken again`);
}

async function eventually(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const until = Date.now() + 45_000;
  while (!(await isSo())) {
    if (Date.now() > until)
      throw new Error(`this did not come about: ${what}; ${server.output.slice(-2000)}`);
    await delay(200);
  }
}
