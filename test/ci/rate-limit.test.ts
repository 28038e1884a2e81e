import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { net } from '../support/article-net.ts';
import { articleServer, greet, METHOD_1_STEP_1, METHOD_1_STEP_2 } from '../support/relay.ts';

it('V19: after 60 seconds a host that was over its rate is taken again', { timeout: 120_000 }, async () => {
  const limit = 'Set-ReceiveConnector "Anonymous Relay" -MessageRateLimit 2';
  await using postern = await articleServer(METHOD_1_STEP_1, METHOD_1_STEP_2, limit);
  const mail = async (): Promise<string> => {
    const dialogue = await greet(postern, net.printer);
    const reply = await dialogue.command('MAIL FROM:<chris@contoso.com>');
    dialogue.close();
    return reply;
  };
  assert.equal(await mail(), '250 2.1.0 Sender OK');
  assert.equal(await mail(), '250 2.1.0 Sender OK');
  assert.match(await mail(), /^421 4\.4\.2 Message submission rate/);
  await delay(61_000);
  assert.equal(await mail(), '250 2.1.0 Sender OK');
});
