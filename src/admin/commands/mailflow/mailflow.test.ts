import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TrackingEvent } from '../../../transport/events.ts';
import type { Value } from '../../contract/values.ts';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

const POSTMASTER = 'postmaster@contoso.com';
const KATE = 'kate@fabrikam.com';
/** What the clock of the bench shows first. */
const START = Date.parse('2026-03-02T09:00:00.000Z');

function event(
  eventId: TrackingEvent['eventId'],
  to: string,
  details: Partial<TrackingEvent> = {},
): TrackingEvent {
  return {
    at: START,
    eventId,
    source: 'SMTP',
    clientIp: '',
    clientHostname: '',
    serverIp: '',
    serverHostname: '',
    sourceContext: '',
    connectorId: '',
    internalMessageId: 1,
    messageId: '<a@b>',
    networkMessageId: 'n',
    recipients: [to],
    recipientStatus: [],
    totalBytes: 100,
    relatedRecipientAddress: '',
    reference: '',
    messageSubject: 'Test-Mailflow n',
    sender: POSTMASTER,
    returnPath: '<>',
    messageInfo: '',
    directionality: 'Originating',
    customData: '',
    ...details,
  };
}

/** Result, latency and whether it was remote, of a test whose message met these events. */
async function outcome(
  events: readonly TrackingEvent[],
  parameters: Readonly<Record<string, Value>> = {},
  bench = createAdminBench(),
): Promise<readonly string[]> {
  bench.tracking.events = events;
  const [test] = (await bench.ok('Test-Mailflow', parameters)).objects;
  return ['TestMailflowResult', 'MessageLatencyTime', 'IsRemoteTest'].map((name) => shown(test, name));
}

describe('Test-Mailflow', () => {
  it('sends to the mailbox of the postmaster unless it is told to whom, and follows that message', async () => {
    const bench = createAdminBench();
    bench.tracking.events = [event('RECEIVE', POSTMASTER), event('DELIVER', POSTMASTER)];
    const [test] = (await bench.ok('Test-Mailflow', { Identity: 'EX1' })).objects;
    assert.equal(shown(test, 'TargetEmailAddress'), POSTMASTER);
    const [probe] = bench.probes;
    assert.deepEqual(probe?.receiver, { local: 'postmaster', domain: 'contoso.com' });
    assert.equal(bench.tracking.asked?.networkMessageId, probe.guid);
  });

  it('is a success once the message has left, after the time that took', async () => {
    const sent = [event('RECEIVE', KATE), event('SEND', KATE, { at: START + 1500 })];
    const told = await outcome(sent, { TargetEmailAddress: KATE });
    assert.deepEqual(told, ['Success', '00:00:01.5000000', 'True']);
  });

  it('follows a recipient that was replaced by another address', async () => {
    const resolved = event('RESOLVE', 'chris@example.com', { relatedRecipientAddress: KATE });
    const events = [event('RECEIVE', KATE), resolved, event('SEND', 'chris@example.com')];
    assert.equal((await outcome(events, { TargetEmailAddress: KATE }))[0], 'Success');
  });

  it('is a failure with the reply where the message failed', async () => {
    const recipientStatus = ['550 5.1.1 No such user'];
    const failed = [event('RECEIVE', POSTMASTER), event('FAIL', POSTMASTER, { recipientStatus })];
    assert.deepEqual(await outcome(failed), ['*FAILURE* 550 5.1.1 No such user', '00:00:00', 'False']);
  });

  it('waits 15 seconds for its own domains and 180 for others, then says what was met last', async () => {
    const [own, , ownIsRemote] = await outcome([event('RECEIVE', POSTMASTER)]);
    assert.equal(own, '*FAILURE* The message was still waiting after 15 seconds.');
    assert.equal(ownIsRemote, 'False');
    const recipientStatus = ['451 4.4.0 connection refused'];
    const deferred = [event('RECEIVE', KATE), event('DEFER', KATE, { recipientStatus })];
    const [other] = await outcome(deferred, { TargetEmailAddress: KATE });
    assert.equal(
      other,
      '*FAILURE* The message was still waiting after 180 seconds. 451 4.4.0 connection refused',
    );
  });

  it('is local for a mailbox of this server whose domain is not accepted, and remote for other addresses there', async () => {
    const isRemote = async (address: string): Promise<string | undefined> => {
      const bench = createAdminBench((first) => ({ ...first, acceptedDomains: [] }));
      return (await outcome([], { TargetEmailAddress: address }, bench))[2];
    };
    assert.equal(await isRemote('Postmaster@Contoso.com'), 'False');
    assert.equal(await isRemote('chris@contoso.com'), 'True');
  });

  it('waits no longer than ErrorLatency and ExecutionTimeout both allow', async () => {
    const waits = async (parameters: Readonly<Record<string, Value>>): Promise<string | undefined> =>
      (await outcome([], { TargetEmailAddress: KATE, ...parameters }))[1];
    assert.equal(await waits({ ErrorLatency: 3 }), '00:00:03');
    assert.equal(await waits({ ErrorLatency: 30, ExecutionTimeout: 2 }), '00:00:02');
    assert.equal(await waits({ ErrorLatency: 3600 }), '00:04:00');
    assert.equal(await waits({ MonitoringContext: true }), '00:00:15');
  });

  it('sends nothing with -WhatIf', async () => {
    const bench = createAdminBench();
    const { action } = await bench.whatIf('Test-Mailflow');
    assert.equal(action, `Sending a test message to "${POSTMASTER}".`);
    assert.deepEqual(bench.probes, []);
  });

  it('names the parameter that is missing or wrong, and sends nothing', async () => {
    const bench = createAdminBench((first) => ({ ...first, directory: [] }));
    const fails = (parameters: Readonly<Record<string, Value>>): Promise<string> =>
      bench.fails('Test-Mailflow', parameters);
    assert.match(await fails({}), /no mailbox of its own.*TargetEmailAddress/);
    assert.match(await fails({ TargetEmailAddress: 'kate' }), /^E07: /);
    assert.match(await fails({ TargetEmailAddress: KATE, ErrorLatency: 0 }), /^E09: .*ErrorLatency/);
    assert.match(await fails({ TargetMailboxServer: 'EX9' }), /EX9/);
    assert.match(await fails({ TargetDatabase: 'DB1' }), /TargetDatabase of Test-Mailflow isn.t supported/);
    assert.deepEqual(bench.probes, []);
  });

  it('says so where message tracking is off, because nothing could be followed', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TransportService', { Identity: 'EX1', MessageTrackingLogEnabled: false });
    assert.match(await bench.fails('Test-Mailflow'), /-MessageTrackingLogEnabled \$true/);
  });
});
