import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InboundServer } from '../../test/support/inbound-server.ts';
import { SmtpDialogue } from '../../test/support/smtp-dialogue.ts';
import { DEFAULT_THRESHOLDS } from '../config/resources.ts';
import { BackPressure, NO_PRESSURE } from '../transport/back-pressure.ts';

const SHORT_MS = 120;
const LOGGER = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('mail-flow.md §7.2: the answer to MAIL waits, what was pipelined behind it keeps its order, own senders do not wait', async () => {
  await using server = await InboundServer.start();
  server.pressure = { refuses: 'nobody', resource: 'QueueLength', tarpitMs: SHORT_MS };
  const dialogue = await server.greet();
  const begun = performance.now();
  dialogue.write('MAIL FROM:<a@fabrikam.com>\r\nRCPT TO:<kate@fabrikam.com>\r\nRSET\r\n');
  assert.match(await dialogue.reply(), /^250 2\.1\.0 /);
  assert.ok(performance.now() - begun >= SHORT_MS - 5);
  assert.match(await dialogue.reply(), /^250 2\.1\.5 /);
  assert.match(await dialogue.reply(), /^250 /);
  server.pressure = { ...server.pressure, tarpitMs: 60_000 };
  assert.match(await dialogue.command('MAIL FROM:<chris@contoso.com>'), /^250 2\.1\.0 /);
  dialogue.close();
});

test('mail-flow.md §14 number 34: pressure that began during the message refuses it at its end', async () => {
  await using server = await InboundServer.start();
  const dialogue = await server.begin();
  await dialogue.command('DATA');
  server.pressure = { refuses: 'everybody', resource: 'DatabaseUsedSpace', tarpitMs: 0 };
  assert.equal(
    await dialogue.command('Subject: late\r\n\r\nbody\r\n.'),
    '452 4.3.1 Insufficient system resources',
  );
  assert.equal(server.store.stats().messages, 0);
  server.pressure = NO_PRESSURE;
  assert.match(await dialogue.command('MAIL FROM:<chris@contoso.com>'), /^250 /);
  dialogue.close();
});

test('newer reply texts name the resource', async () => {
  await using server = await InboundServer.start();
  const { transportConfig } = server.snapshot;
  server.snapshot = {
    ...server.snapshot,
    transportConfig: { ...transportConfig, smtpReplyFamily: 'modern' },
  };
  server.pressure = { refuses: 'everybody', resource: 'PrivateBytes', tarpitMs: 0 };
  const dialogue = await server.greet();
  assert.equal(
    await dialogue.command('MAIL FROM:<chris@contoso.com>'),
    '452 4.3.1 Insufficient system resources (PrivateBytes)',
  );
  dialogue.close();
});

test('under ten times more mail than is looked at, what waits is bounded, senders get 4xx, and all that was accepted stays', async () => {
  const pressure = new BackPressure({
    thresholds: () => ({ ...DEFAULT_THRESHOLDS, QueueLength: thresholds(9, 20) }),
    logger: LOGGER,
    now: Date.now,
  });
  await using server = await InboundServer.start({ inbound: { pressure: () => pressure.pressure } });
  let looked = 0;
  let most = 0;
  let refused = 0;
  for (let round = 0; round < 40; round += 1) {
    const reply = await server.deliver('Subject: load\r\n\r\nbody');
    if (!reply.startsWith('250 ')) refused += 1;
    if (round % 10 === 0 && looked < server.accepted.length) looked += 1;
    const waiting = server.accepted.length - looked;
    most = Math.max(most, waiting);
    pressure.poll({ ...CALM, submission: waiting });
  }
  assert.ok(most <= 21, `${most} waited`);
  assert.equal(server.accepted.length + refused, 40);
  assert.equal(server.store.stats().messages, server.accepted.length);
  pressure.poll({ ...CALM, submission: 0 });
  assert.match(await server.deliver('Subject: after\r\n\r\nbody'), /^250 /);
});

test('Exchange: MaxConnectionRatePerMinute refuses the excess with 421 4.3.2', async () => {
  await using server = await InboundServer.start();
  const { transportService } = server.snapshot;
  server.snapshot = {
    ...server.snapshot,
    transportService: { ...transportService, maxConnectionRatePerMinute: 1 },
  };
  const first = await server.greet();
  const second = await SmtpDialogue.open({ port: server.port });
  assert.match(await second.reply(), /^421 4\.3\.2 /);
  second.close();
  first.close();
});

const CALM = {
  disk: { usedPercent: 1, totalBytes: 1024 ** 4 },
  privatePercent: 1,
  systemPercent: 1,
  submission: 0,
  uncommitted: 0,
};

function thresholds(medium: number, high: number): typeof DEFAULT_THRESHOLDS.QueueLength {
  return { lowToMedium: medium, mediumToHigh: high, highToMedium: medium, mediumToLow: medium };
}
