import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Postern } from '../support/postern.ts';
import { METHOD_1_STEP_1, METHOD_1_STEP_2, NEW_RELAY, NO_TARPIT } from '../support/relay.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { freePort } from '../support/free-port.ts';

const PRINTER = '127.0.5.10';

describe('queues of the running server: types, states, filters, actions. mail-flow.md §4', () => {
  let postern: Postern;
  let sink: SmtpSink;

  before(async () => {
    sink = await startSmtpSink();
    postern = await Postern.start();
    const connector = (name: string, space: string, port: number): string =>
      `New-SendConnector -Name ${name} -AddressSpaces ${space} -SmartHosts "[127.0.0.1]" -Port ${port} -DNSRoutingEnabled $false`;
    const setup = [
      NEW_RELAY,
      NO_TARPIT,
      METHOD_1_STEP_1,
      METHOD_1_STEP_2,
      connector('Next', 'fabrikam.com', sink.port),
      connector('Dead', 'dead.example', await freePort()),
    ];
    await postern.mustShell(setup.join('\n'));
    for (const to of ['kate@fabrikam.com', 'joe@dead.example', 'ann@nowhere.example']) await send(to);
    await settled('(Get-Queue -Filter "Status -eq \'Retry\'").NextHopDomain', '[127.0.0.1]');
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    await sink.close();
  });

  async function send(to: string): Promise<void> {
    const dialogue = await postern.connect({ from: PRINTER });
    await dialogue.reply();
    for (const line of ['EHLO device', 'MAIL FROM:<chris@contoso.com>', `RCPT TO:<${to}>`, 'DATA'])
      await dialogue.command(line);
    assert.match(await dialogue.command(`Subject: to ${to}\r\n\r\nbody\r\n.`), /^250 /);
    dialogue.close();
  }

  const ask = async (command: string): Promise<string> => (await postern.mustShell(command)).trim();

  async function settled(command: string, wanted: string): Promise<void> {
    const end = Date.now() + 15_000;
    let got = await ask(command);
    while (got !== wanted && Date.now() < end) got = await ask(command);
    assert.equal(got, wanted, command);
  }

  it('each next hop has its queue, of its type; Poison is hidden while it is empty', async () => {
    const rows = await ask(
      'Get-Queue | ForEach-Object { "$($_.DeliveryType) $($_.NextHopDomain) $($_.NextHopCategory)" } | Sort-Object',
    );
    assert.deepEqual(rows.split(/\r?\n/), [
      'SmartHostConnectorDelivery [127.0.0.1] External',
      'SmartHostConnectorDelivery [127.0.0.1] External',
      'Undefined Submission Internal',
      'Unreachable Unreachable Domain Internal',
    ]);
  });

  it('a dead host is Retry with its next time and last error; a live one is Ready; Unreachable says why', async () => {
    const dead = await ask(
      '$q = Get-Queue -Filter "Status -eq \'Retry\'"; "$($q.RetryCount) $($q.MessageCount) $($q.NextRetryTime -gt (Get-Date))"; $q.LastError',
    );
    assert.match(dead, /^1 1 True\s+\[\{LRT=.*ECONNREFUSED|^1 1 True\s+.*4\.4\.1/s);
    assert.equal(await ask('(Get-Queue Unreachable).LastError'), NO_ROUTE);
    await settled('(Get-Message -Queue Unreachable).Status', 'Ready');
  });

  it('filters: -and, -like, numbers; -or is an error that says so', async () => {
    const count = (filter: string): string => `@(Get-Queue -Filter "${filter}").Count`;
    assert.equal(await ask(count("MessageCount -gt 0 -and NextHopDomain -like '*127*'")), '1');
    assert.equal(await ask(count("DeliveryType -eq 'Unreachable'")), '1');
    assert.equal(await ask('@(Get-Queue -Exclude Empty).Count'), '2');
    assert.equal(await ask('@(Get-Queue -Include External).Count'), '2');
    assert.equal(await ask(`@(Get-Message -Filter "FromAddress -eq 'chris@contoso.com'").Count`), '2');
    assert.equal(await ask(`@(Get-Message -Filter "Subject -like '*nowhere*'").Count`), '1');
    const or = await postern.shell(`Get-Queue -Filter "Status -eq 'Retry' -or Status -eq 'Ready'"`);
    assert.match(or.stdout + or.stderr, /-or/);
    const gone = await postern.shell('Get-Queue no.such.queue');
    assert.match(gone.stdout + gone.stderr, /no\.such\.queue/);
  });

  it('Suspend-Queue holds mail, over a restart too; Resume-Queue lets it go', async () => {
    const queue = `Get-Queue -Filter "Status -ne 'Retry' -and NextHopDomain -eq '[127.0.0.1]'"`;
    await ask(`${queue} | Suspend-Queue -Confirm:$false`);
    await ask('Suspend-Queue Unreachable -Confirm:$false');
    await send('held@fabrikam.com');
    const suspended = `Get-Queue -Filter "Status -eq 'Suspended'"`;
    await settled(`(${suspended} | Where-Object NextHopDomain -eq "[127.0.0.1]").MessageCount`, '1');
    assert.equal(sink.messages.length, 1);
    await postern.stop();
    await postern.start();
    assert.equal(await ask(`@(${suspended}).Count`), '2');
    await settled(`(${suspended} | Where-Object NextHopDomain -eq "[127.0.0.1]").MessageCount`, '1');
    assert.equal(sink.messages.length, 1);
    await ask(`${suspended} | Resume-Queue -Confirm:$false`);
    await sink.received(2);
    assert.equal(sink.messages[1]?.recipients[0]?.address, 'held@fabrikam.com');
    await postern.stop();
    await postern.start();
    assert.equal(await ask(`@(${suspended}).Count`), '0');
  });

  it('Retry-Queue tries at once; -Resubmit goes through the categorizer and is tracked', async () => {
    const dead = `Get-Queue -Filter "Status -eq 'Retry'"`;
    await settled(`@(${dead}).Count`, '1');
    await ask(`${dead} | Retry-Queue -Confirm:$false`);
    await settled(`(${dead}).RetryCount`, '2');
    await ask('Retry-Queue Unreachable -Resubmit $true -Confirm:$false');
    await settled(`(Get-MessageTrackingLog -EventId RESUBMIT).Source`, 'ADMIN');
  });

  it('Suspend-, Export-, Resume- and Remove-Message', async () => {
    const message = `Get-Message -Filter "Subject -like '*nowhere*'"`;
    await ask(`${message} | Suspend-Message -Confirm:$false`);
    assert.equal(await ask(`(${message}).Status`), 'Suspended');
    const exported = await ask(`Export-Message (${message}).Identity | Out-String`);
    assert.match(exported, /X-Receiver: <ann@nowhere\.example>/);
    await ask(`${message} | Resume-Message -Confirm:$false`);
    await ask(`${message} | Remove-Message -WithNDR $false -Confirm:$false`);
    assert.equal(await ask(`@(${message}).Count`), '0');
    await settled('(Get-MessageTrackingLog -EventId DROP).Recipients', 'ann@nowhere.example');
    await ask(`Get-Message -Filter "Subject -like '*dead*'" | Remove-Message -Confirm:$false`);
    await settled('(Get-MessageTrackingLog -EventId FAIL -Source ADMIN).Recipients', 'joe@dead.example');
  });
});

const NO_ROUTE = 'A matching connector cannot be found to route the external recipient';
