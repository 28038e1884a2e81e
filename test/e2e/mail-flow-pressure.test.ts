import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { net } from '../support/article-net.ts';
import type { Postern } from '../support/postern.ts';
import { articleServer, deliver, greet, METHOD_1_STEP_1, METHOD_1_STEP_2 } from '../support/relay.ts';

/** mail-flow.md §13.3 for §7: thresholds are set so low, or so high, that this machine is beyond them. */
describe('mail-flow.md §7: back pressure', () => {
  let postern: Postern;
  before(async () => {
    postern = await articleServer(METHOD_1_STEP_1, METHOD_1_STEP_2);
  });
  after(() => postern[Symbol.asyncDispose]());

  async function mailFrom(sender: string): Promise<string> {
    const dialogue = await greet(postern, net.printer);
    const reply = await dialogue.command(`MAIL FROM:<${sender}>`);
    dialogue.close();
    return reply;
  }

  async function eventually(sender: string, fits: RegExp): Promise<void> {
    const until = Date.now() + 10_000;
    let reply = '';
    while (Date.now() < until) {
      reply = await mailFrom(sender);
      if (fits.test(reply)) return;
      await delay(200);
    }
    throw new Error(`MAIL FROM:<${sender}> was answered ${reply}, not ${fits.source}`);
  }

  it('F20: over High the server connects, greets and answers MAIL with 452 4.3.1; below it takes mail again', async () => {
    await postern.mustShell('Set-TransportService -Identity EX1 -ResourceThresholds "SystemMemory=0,1,1,0"');
    await delay(2500);
    assert.match(await mailFrom('app@fabrikam.com'), /^250 /, 'SystemMemory never refuses');
    await postern.mustShell(
      'Set-TransportService -Identity EX1 -ResourceThresholds "DatabaseUsedSpace=0,1,1,0"',
    );
    await eventually('chris@contoso.com', /^452 4\.3\.1 Insufficient system resources/);
    const shown = await postern.mustShell(
      "Get-ResourceLevel DatabaseUsedSpace | ForEach-Object { '{0}' -f $_.Level }",
    );
    assert.equal(shown.trim(), 'High');
    assert.match(
      (await postern.status()).warnings.join('\n'),
      /There is not enough of DatabaseUsedSpace: all mail is refused/,
    );
    await postern.mustShell(
      'Set-TransportService -Identity EX1 -ResourceThresholds "DatabaseUsedSpace=96,99,97,94"',
    );
    await eventually('chris@contoso.com', /^250 /);
  });

  it('at Medium senders of our own domains pass where the session may use them, others are refused', async () => {
    await postern.mustShell(
      [
        'New-AcceptedDomain -Name Contoso -DomainName contoso.com',
        'Set-TransportService -Identity EX1 -ResourceThresholds "DatabaseUsedSpace=0,100,1,0"',
      ].join('\n'),
    );
    await eventually('app@fabrikam.com', /^452 4\.3\.1 /);
    assert.match(await mailFrom('chris@contoso.com'), /^250 /);
    assert.match(
      await deliver(postern, net.printer, { content: 'Subject: ours\r\n\r\nbody' }),
      /^250 2\.6\.0 /,
    );
  });

  it('a bad threshold gives one error that names the form', async () => {
    const { status, stderr } = await postern.shell(
      'Set-TransportService -Identity EX1 -ResourceThresholds "QueueLength=5,4,3,2"',
    );
    assert.notEqual(status, 0);
    assert.match(stderr, /write Resource=LowToMedium,MediumToHigh,HighToMedium,MediumToLow/);
  });
});
