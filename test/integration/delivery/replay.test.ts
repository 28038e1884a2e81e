import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pending, until } from '../../support/delivery-harness.ts';
import { SubmissionLab } from '../../support/submission-lab.ts';

const MESSAGE =
  'Received: from a by b; x\r\nFrom: x@y.example\r\nTo: z@y.example\r\nBcc: q@y.example\r\nSubject: S\r\n\r\nHello\r\n';
const ENVELOPE =
  'X-Sender: <app@client.example> BODY=7bit RET=HDRS ENVID=e1 auth=<>\r\nX-Receiver: <kate@fabrikam.com> NOTIFY=never ORcpt=rfc822;k@f.example\r\n';
const STAMP = 'X-MS-Exchange-Organization-SCL: 3\r\n';

async function heldBy(
  lab: SubmissionLab,
  content: string,
): Promise<ReturnType<typeof lab.harness.store.held.get>> {
  await lab.submit('Replay', content);
  const [id = 0] = lab.harness.store.ids();
  return lab.harness.store.held.get(id);
}

describe('Replay: X-Sender and X-Receiver are the envelope', () => {
  it('with their parameters; From and To are not looked at, Bcc goes, Received stays', async () => {
    await using lab = await SubmissionLab.start([]);
    const held = await heldBy(
      lab,
      `${ENVELOPE}X-HeloDomain: printer\r\nX-SourceIPAddress: 192.168.5.10\r\n${MESSAGE}`,
    );
    const { facts, state } = held?.message ?? assert.fail('nothing is stored');
    assert.deepEqual(facts.reversePath, { local: 'app', domain: 'client.example' });
    const { ret, envid, body } = facts.parameters;
    assert.deepEqual([ret, envid, body], ['HDRS', 'e1', '7BIT']);
    const [recipient] = state.recipients;
    assert.deepEqual(recipient?.address, { local: 'kate', domain: 'fabrikam.com' });
    assert.deepEqual(recipient?.parameters, { notify: ['NEVER'], orcpt: 'rfc822;k@f.example' });
    assert.deepEqual(
      [facts.clientHello, facts.clientIp, facts.sourceName],
      ['printer', '192.168.5.10', 'Replay'],
    );
    const text = String(held?.content.toString('latin1'));
    assert.match(
      text,
      /^Received: from ex1\.contoso\.com by Replay with Postern SMTP Server\r\n id 0\.1\.0; /,
    );
    assert.match(text, /\r\nReceived: from a by b; x\r\n/);
    assert.doesNotMatch(text, /Bcc|X-Sender|X-Receiver/);
    assert.equal(facts.authAs, 'Anonymous');
    const [event] = lab.events;
    assert.deepEqual(
      [event?.eventId, event?.source, event?.sourceContext],
      ['RECEIVE', 'PICKUP', 'Replay;mail.eml'],
    );
  });

  it('F16: stamps stay with X-CreatedBy: MSExchange15 alone', async () => {
    for (const [createdBy, kept] of [
      ['', false],
      ['X-CreatedBy: Notes\r\n', false],
      ['X-CreatedBy: MSExchange15\r\n', true],
    ] as const) {
      await using lab = await SubmissionLab.start([]);
      const held = await heldBy(lab, `${ENVELOPE}${createdBy}${STAMP}${MESSAGE}`);
      assert.equal(String(held?.content).includes(STAMP), kept, createdBy);
      assert.equal(held?.message.facts.scl, kept ? 3 : null);
    }
  });

  it('a stranger cannot say that a file is a report, which no size limit holds for', async () => {
    await using lab = await SubmissionLab.start([]);
    const held = await heldBy(lab, `${ENVELOPE}X-Source: DSN\r\n${MESSAGE}`);
    assert.equal(held?.message.facts.sourceName, 'Replay');
  });

  it('X-Receiver behind the first other field is a field like any other', async () => {
    await using lab = await SubmissionLab.start([]);
    const held = await heldBy(
      lab,
      `${ENVELOPE}${MESSAGE.replace('Subject:', 'X-Receiver: <more@evil.example>\r\nSubject:')}`,
    );
    assert.equal(held?.message.state.recipients.length, 1);
    assert.match(String(held?.content), /X-Receiver: <more@evil\.example>/);
  });

  const BAD = [
    ['no X-Sender', ENVELOPE.replace(/^X-Sender.*\r\n/, '')],
    ['two X-Sender', `X-Sender: <a@b.example>\r\n${ENVELOPE}`],
    [
      'an X-Receiver with two addresses',
      `X-Receiver: <a@b.example> <c@b.example>\r\n${ENVELOPE.replace('<app@client.example>', '<>')}`,
    ],
    ['a parameter that there is not', ENVELOPE.replace('RET=HDRS', 'RET=ALL')],
    ['no X-Receiver', 'X-Sender: <app@client.example>\r\n'],
  ] as const;
  for (const [what, envelope] of BAD) {
    it(`${what}: nobody can be told, so the file is name.bad`, async () => {
      await using lab = await SubmissionLab.start();
      await lab.submit('Replay', `${envelope}${MESSAGE}`);
      assert.deepEqual(await lab.names('Replay'), ['mail.bad']);
      assert.equal(lab.events[0]?.eventId, 'BADMAIL');
    });
  }

  it('a blank X-CreatedBy, or 31 hops: the sender gets a report', async () => {
    await using lab = await SubmissionLab.start();
    const envelope = ENVELOPE.replace(' NOTIFY=never', '');
    await lab.submit('Replay', `X-CreatedBy: \r\n${envelope}${MESSAGE}`);
    await lab.submit('Replay', `${envelope}${'Received: from a by b; x\r\n'.repeat(30)}${MESSAGE}`);
    for (const report of await lab.left(2)) assert.match(report, /Status: 5\.5\.4/);
    assert.deepEqual(await lab.names('Replay'), []);
  });
});

it('F14: what Export-Message wrote is delivered from the Replay folder with the same envelope and stamps', async () => {
  await using lab = await SubmissionLab.start([]);
  const { harness } = lab;
  const parameters = {
    size: null,
    body: '8BITMIME',
    smtpUtf8: false,
    ret: 'FULL',
    envid: 'E+2B1',
    auth: null,
  } as const;
  const stamps = 'X-MS-Exchange-Organization-AuthAs: Internal\r\nX-MS-Exchange-Organization-SCL: -1\r\n';
  const given = await harness.send(
    `Received: a\r\n${stamps}Message-ID: <1@x.example>\r\nSubject: S\r\n\r\nHello\r\n`,
    [pending('kate@fabrikam.com', ['FAILURE', 'DELAY']), pending('tom@fabrikam.com')],
    { parameters, authAs: 'Internal', scl: -1 },
  );
  await until(() => harness.delivery.control.messages().length === 1, 'it waits');
  const { control } = harness.delivery;
  const [entry] = control.messages();
  assert.ok(entry !== undefined);
  await control.suspendMessage(entry.id, entry.queueNumber);
  const file = await control.exportMessage(entry.id);
  await lab.submit('Replay', file.toString('latin1'));
  const copy = [...harness.store.held.values()].at(-1)?.message;
  assert.notEqual(copy?.facts.id, given.facts.id);
  assert.deepEqual(copy?.facts.parameters, parameters);
  assert.deepEqual(copy?.facts.reversePath, given.facts.reversePath);
  assert.deepEqual(
    copy?.state.recipients.map(({ address, parameters: own }) => [address, own]),
    given.state.recipients.map(({ address, parameters: own }) => [address, own]),
  );
  const { authAs, scl, sourceName, clientIp, messageId } = copy.facts;
  assert.deepEqual([authAs, scl, sourceName, clientIp], ['Internal', -1, 'SMTP:Relay', '127.0.0.1']);
  assert.equal(messageId, '<1@x.example>');
});
