import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { StoreFull } from '../../../src/queue/errors.ts';
import { createSubmissionFolders } from '../../../src/store/submission-folder.ts';
import { sendConnector } from '../../support/delivery-harness.ts';
import { SubmissionLab } from '../../support/submission-lab.ts';

const FILE = 'From: app@client.example\r\nTo: kate@fabrikam.com\r\nSubject: Report\r\n\r\nHello\r\n';
const SENDER_ONLY = 'From: app@client.example\r\n';

function chain(lab: SubmissionLab): string {
  return lab.events.map(({ eventId, source }) => `${eventId}/${source}`).join(' ');
}

describe('Pickup: a file becomes a message', () => {
  it('the header is the envelope, Received says Pickup, Message-ID and Date are repaired, the file goes', async () => {
    await using lab = await SubmissionLab.start();
    await lab.submit('Pickup', `${FILE.replace('\r\n\r\n', '\r\nDate: yesterday\r\n\r\n')}`);
    const [content = ''] = await lab.left();
    assert.match(
      content,
      /^Received: from localhost by Pickup with Postern SMTP Server\r\n id 0\.1\.0; \w{3}, /,
    );
    assert.match(content, /\r\nMessage-ID: <[\da-f-]{36}@contoso\.com>\r\n/);
    assert.match(content, /\r\nDate: \w{3}, \d+ \w{3} \d{4} [\d:]{8} [+-]\d{4}\r\n/);
    assert.doesNotMatch(content, /yesterday/);
    assert.deepEqual(await lab.names('Pickup'), []);
    const [received] = lab.events;
    assert.equal(chain(lab), 'RECEIVE/PICKUP');
    assert.deepEqual([received?.sourceContext, received?.recipientStatus], ['Pickup;mail.eml', ['To']]);
    assert.deepEqual(
      [received?.returnPath, received?.recipients],
      ['app@client.example', ['kate@fabrikam.com']],
    );
  });

  it('F15: Bcc recipients are in the envelope alone; where nobody else is named, To is Undisclosed Recipients', async () => {
    await using lab = await SubmissionLab.start();
    await lab.submit('Pickup', `${SENDER_ONLY}Bcc: kate@fabrikam.com, tom@fabrikam.com\r\n\r\nHello\r\n`);
    const [content = ''] = await lab.left();
    assert.match(content, /\r\nTo: Undisclosed Recipients/);
    assert.doesNotMatch(content, /bcc|fabrikam/i);
    assert.deepEqual(lab.events[0]?.recipients, ['kate@fabrikam.com', 'tom@fabrikam.com']);
  });

  it('the header firewall takes routing, organization and forest fields', async () => {
    await using lab = await SubmissionLab.start();
    const forged = `Received: from a by b; x\r\nResent-From: a@b.example\r\nX-MS-Exchange-Organization-SCL: -1\r\nX-MS-Exchange-Forest-A: b\r\n`;
    await lab.submit('Pickup', `${forged}${FILE}`);
    await lab.left();
    const header = String(lab.harness.drops[0]?.content).split('\r\n\r\n')[0] ?? '';
    assert.equal(header.match(/^Received:/gm)?.length, 1);
    assert.doesNotMatch(header, /Resent|Forest|SCL/);
  });

  it('lines may end with LF alone, and octets beyond ASCII need 8BITMIME', async () => {
    await using lab = await SubmissionLab.start([]);
    await lab.submit('Pickup', `${FILE.replaceAll('\r\n', '\n')}caf\xe9\n.\n`);
    const [id = 0] = lab.harness.store.ids();
    const { message, content } = lab.harness.store.held.get(id) ?? {};
    assert.equal(message?.facts.parameters.body, '8BITMIME');
    assert.match(String(content?.toString('latin1')), /\r\n\r\nHello\r\ncaf\xe9\r\n\.\r\n$/);
  });

  it('several From need one Sender, which is the envelope sender', async () => {
    await using lab = await SubmissionLab.start();
    const two = FILE.replace('app@client.example', 'app@client.example, db@contoso.com');
    await lab.submit('Pickup', `Sender: robot@contoso.com\r\n${two}`);
    assert.equal(lab.events[0]?.returnPath, 'robot@contoso.com');
    await lab.submit('Pickup', two, 'two.eml');
    assert.deepEqual(await lab.names('Pickup'), ['two.bad']);
  });
});

describe('Pickup: a file that cannot become a message', () => {
  const MANY = Array.from({ length: 101 }, (_, index) => `r${index}@fabrikam.com`).join(',\r\n ');
  const CASES = [
    ['more than PickupDirectoryMaxRecipientsPerMessage', `${SENDER_ONLY}To: ${MANY}\r\n\r\nHi\r\n`, '5.5.3'],
    ['a header above PickupDirectoryMaxHeaderSize', `X: ${'y'.repeat(70_000)}\r\n${FILE}`, '5.3.4'],
    ['an invalid recipient', FILE.replace('To:', 'Cc: not an address\r\nTo:'), '5.1.3'],
    ['a bare CR', `${FILE}a\rb\r\n`, '5.6.0'],
  ] as const;

  for (const [what, content, status] of CASES) {
    it(`${what}: the sender gets a report with the original, the file goes`, async () => {
      await using lab = await SubmissionLab.start();
      await lab.submit('Pickup', content);
      const [report = ''] = await lab.left();
      assert.match(report, /\r\nTo: <?app@client\.example/);
      assert.ok(report.includes(`Status: ${status}`), report.slice(0, 3000));
      assert.match(report, /Content-Type: message\/rfc822/);
      assert.deepEqual(await lab.names('Pickup'), []);
      assert.equal(chain(lab), 'FAIL/PICKUP DSN/DSN RECEIVE/DSN');
      assert.match(lab.events[0]?.sourceContext ?? '', /^Pickup;mail\.eml/);
    });
  }

  it('the limit that was hit is in tracking', async () => {
    await using lab = await SubmissionLab.start();
    await lab.submit('Pickup', `${SENDER_ONLY}To: ${MANY}\r\n\r\nHi\r\n`);
    assert.equal(lab.events[0]?.sourceContext, 'Pickup;mail.eml;Pickup MaxRecipientsPerMessage=100');
  });

  it('nobody to tell: the file is name.bad, BADMAIL is tracked once, and it is not looked at again', async () => {
    await using lab = await SubmissionLab.start();
    await lab.put('Pickup', 'mail.bad', 'an older one');
    await lab.submit('Pickup', 'no header at all');
    await lab.watch('Pickup').look();
    const [first = '', second] = await lab.names('Pickup');
    assert.match(first, /^mail(?:\d{17})?\.bad$/);
    assert.match(String(second), /^mail\d{17}\.bad$|^mail\.bad$/);
    assert.equal(chain(lab), 'BADMAIL/PICKUP');
    assert.match(lab.events[0]?.messageInfo ?? '', /there is neither From nor Sender/);
    assert.equal(lab.harness.store.stats().messages, 0);
  });
});

describe('Pickup: nothing is lost', () => {
  it('a full disk gives the file back under its own name, and the next look submits it', async () => {
    await using lab = await SubmissionLab.start();
    lab.harness.store.failCommit = new StoreFull('full');
    await lab.submit('Pickup', FILE);
    assert.deepEqual(await lab.names('Pickup'), ['mail.eml']);
    lab.harness.store.failCommit = null;
    await lab.watch('Pickup').look();
    await lab.left();
    assert.deepEqual(await lab.names('Pickup'), []);
  });

  it('ended before the commit: the start renames .tmp to .eml, beside a new file of that name, and both are sent', async () => {
    await using lab = await SubmissionLab.start();
    await lab.put('Pickup', 'mail.tmp', FILE.replace('Hello', 'first'));
    await lab.put('Pickup', 'mail.eml', FILE.replace('Hello', 'second'));
    await lab.fresh('Pickup').look();
    const contents = await lab.left(2);
    for (const body of ['first', 'second'])
      assert.equal(contents.filter((content) => content.endsWith(`\r\n\r\n${body}\r\n`)).length, 1);
  });

  it('ended between commit and removal: a duplicate, never a loss', async () => {
    await using lab = await SubmissionLab.start();
    const open = createSubmissionFolders(lab.root);
    const killed = lab.fresh('Pickup', (path, drops) => {
      const folder = open(path, drops);
      const take = async (name: string): ReturnType<typeof folder.take> => {
        const file = await folder.take(name);
        return file === null
          ? null
          : { ...file, remove: async () => await Promise.reject(new Error('killed')) };
      };
      return { ...folder, take };
    });
    await lab.put('Pickup', 'mail.eml', FILE);
    await killed.look();
    await killed.look();
    assert.deepEqual(await lab.names('Pickup'), ['mail.tmp']);
    await lab.left(1);
    await lab.fresh('Pickup').look();
    await lab.left(2);
    assert.deepEqual(await lab.names('Pickup'), []);
  });

  it('while mail is refused for want of resources, files stay', async () => {
    await using lab = await SubmissionLab.start();
    lab.isAccepting = false;
    await lab.submit('Pickup', FILE);
    assert.deepEqual(await lab.names('Pickup'), ['mail.eml']);
  });
});

describe('Pickup: which files, how many, from where', () => {
  it('links, folders and empty files are left alone', async () => {
    await using lab = await SubmissionLab.start();
    const secret = join(lab.root, 'secret');
    await writeFile(secret, FILE);
    await symlink(secret, lab.path('Pickup', 'link.eml'));
    await mkdir(lab.path('Pickup', 'folder.eml'));
    await lab.put('Pickup', 'empty.eml', '');
    await lab.submit('Pickup', FILE);
    await lab.left();
    assert.deepEqual(await lab.names('Pickup'), ['empty.eml', 'folder.eml', 'link.eml']);
    assert.equal(await readFile(secret, 'utf8'), FILE);
    assert.equal(lab.harness.drops.length, 1);
  });

  it('PickupDirectoryMaxMessagesPerMinute holds for a minute, and for each folder', async () => {
    await using lab = await SubmissionLab.start();
    lab.set({ pickupDirectoryMaxMessagesPerMinute: 2 });
    for (const name of ['a.eml', 'b.eml', 'c.eml']) await lab.put('Pickup', name, FILE);
    await lab.watch('Pickup').look();
    await lab.submit('Replay', `X-Sender: <>\r\nX-Receiver: <kate@fabrikam.com>\r\n${FILE}`);
    assert.deepEqual(await lab.names('Pickup'), ['c.eml']);
    assert.deepEqual(await lab.names('Replay'), []);
    lab.now += 61_000;
    await lab.watch('Pickup').look();
    assert.deepEqual(await lab.names('Pickup'), []);
  });

  it('settings hold at the next look: another path, another limit, none', async () => {
    await using lab = await SubmissionLab.start();
    await lab.watch('Pickup').look();
    const other = join(lab.root, 'TransportRoles', 'Other');
    await mkdir(other, { mode: 0o700 });
    await writeFile(join(other, 'x.eml'), FILE);
    lab.set({ pickupDirectoryPath: other });
    await lab.submit('Pickup', FILE);
    await lab.left(1);
    assert.deepEqual(await lab.names('Pickup'), ['mail.eml']);
    lab.set({ pickupDirectoryPath: 'TransportRoles/Pickup', pickupDirectoryMaxRecipientsPerMessage: 1 });
    await lab.submit('Pickup', FILE.replace('To:', 'Cc: a@fabrikam.com\r\nTo:'));
    assert.match((await lab.left(2))[1] ?? '', /Status: 5\.5\.3/);
    lab.set({ pickupDirectoryPath: null });
    await lab.submit('Pickup', FILE);
    assert.deepEqual(await lab.names('Pickup'), ['mail.eml']);
  });

  it('PickupDirectoryMaxHeaderSize and ReplayDirectoryPath hold at the next look', async () => {
    await using lab = await SubmissionLab.start();
    const large = FILE.replace('To:', `X-Long: ${'x'.repeat(500)}\r\nTo:`);
    await lab.submit('Pickup', large);
    assert.equal((await lab.left(1)).length, 1);
    lab.set({ pickupDirectoryMaxHeaderSize: 300, replayDirectoryPath: null });
    await lab.submit('Pickup', large);
    assert.match((await lab.left(2))[1] ?? '', /multipart\/report/);
    const replayed = `X-Sender: <>\r\nX-Receiver: <kate@fabrikam.com>\r\n${FILE}`;
    await lab.submit('Replay', replayed);
    assert.deepEqual(await lab.names('Replay'), ['mail.eml']);
    lab.set({ replayDirectoryPath: 'TransportRoles/Replay' });
    await lab.watch('Replay').look();
    assert.deepEqual(await lab.names('Replay'), []);
  });

  it('MessageExpirationTimeout holds for what is accepted from now on', async () => {
    await using lab = await SubmissionLab.start([]);
    await lab.submit('Pickup', FILE);
    lab.set({ messageExpirationTimeoutMs: 60_000 });
    await lab.submit('Pickup', FILE);
    const times = [...lab.harness.store.held.values()].map(({ message: { facts } }) => facts);
    assert.deepEqual(
      times.map(({ expiresAt, receivedAt }) => expiresAt - receivedAt),
      [172_800_000, 60_000],
    );
  });

  it('a folder that every user may write into is not used, and status and log say how to mend it', async () => {
    await using lab = await SubmissionLab.start();
    await lab.makeWritableByAll('Pickup');
    await lab.submit('Pickup', FILE);
    await lab.watch('Pickup').look();
    assert.deepEqual(await lab.names('Pickup'), ['mail.eml']);
    assert.match(lab.watch('Pickup').problem ?? '', /closed to others, such as one with mode 0770/);
    assert.equal(lab.errors.length, 1);
  });

  it('neither the files of the server nor a drop folder nor a link are a Pickup folder', async () => {
    await using lab = await SubmissionLab.start([
      sendConnector({ smartHosts: [], dropDirectory: 'TransportRoles/Drop' }),
    ]);
    await mkdir(lab.path('Pickup', '../Drop'));
    await symlink('/', lab.path('Pickup', '../Link'));
    const cases = [
      [join(lab.root, 'queue'), /among the server's own files/],
      ['TransportRoles', /among the server's own files/],
      ['TransportRoles/Drop', /sent again and again/],
      ['TransportRoles/Link', /not a folder/],
      [join(lab.root, '../postern-nowhere'), /cannot be used/],
    ] as const;
    for (const [pickupDirectoryPath, problem] of cases) {
      lab.set({ pickupDirectoryPath });
      await lab.watch('Pickup').look();
      assert.match(lab.watch('Pickup').problem ?? '', problem);
    }
  });
});
