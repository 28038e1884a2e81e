import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pending } from '../../test/support/delivery-harness.ts';
import { messageFacts } from '../../test/support/stored-message.ts';
import type { MessageFacts } from '../queue/message.ts';
import type { FileDelivery } from '../transport/sink-port.ts';
import { createDropFolder } from './drop-folder.ts';
import { createMaildir } from './maildir.ts';

async function withFolder(run: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'postern-files-'));
  try {
    await run(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function* contentOf(...parts: readonly string[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function* broken(): AsyncGenerator<Buffer> {
  yield Buffer.from('Subject: t\r\n');
  throw new Error('the content cannot be read');
}

function delivery(facts: Partial<MessageFacts>, content: AsyncIterable<Buffer>): FileDelivery {
  const recipients = [pending('a@fabrikam.com', ['NEVER']), pending('b@fabrikam.com')];
  return { facts: messageFacts(facts), recipients, content };
}

test('mail-flow.md §1.10: one .eml file a message, the envelope as X-fields before its header', async () => {
  await withFolder(async (root) => {
    const folder = createDropFolder(root);
    const path = await folder.drop('drop', delivery({ id: 7 }, contentOf('Subject: t\r\n', '\r\nHello\r\n')));
    assert.deepEqual(await readdir(join(root, 'drop')), [path.slice(join(root, 'drop').length + 1)]);
    assert.ok(path.endsWith('.eml'));
    assert.equal(
      await readFile(path, 'utf8'),
      'X-Sender: <sender@client.example>\r\nX-Receiver: <a@fabrikam.com> NOTIFY=NEVER\r\nX-Receiver: <b@fabrikam.com>\r\nSubject: t\r\n\r\nHello\r\n',
    );
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });
});

test('a null sender is X-Sender: <>, parameters of MAIL stand behind it', async () => {
  await withFolder(async (root) => {
    const parameters = {
      size: null,
      body: '8BITMIME',
      smtpUtf8: false,
      ret: 'HDRS',
      envid: 'E1',
      auth: null,
    } as const;
    const path = await createDropFolder('/').drop(
      root,
      delivery({ reversePath: null, parameters }, contentOf('\r\n')),
    );
    assert.ok((await readFile(path, 'utf8')).startsWith('X-Sender: <> BODY=8BITMIME RET=HDRS ENVID=E1\r\n'));
  });
});

test('a file that cannot be written to its end leaves nothing behind', async () => {
  await withFolder(async (root) => {
    await assert.rejects(createDropFolder(root).drop('drop', delivery({}, broken())), /cannot be read/);
    assert.deepEqual(await readdir(join(root, 'drop')), []);
    await assert.rejects(createMaildir(root).deliver('chris', delivery({}, broken())), /cannot be read/);
    assert.deepEqual(await readdir(join(root, 'chris', 'tmp')), []);
  });
});

test('Maildir: written in tmp, moved to new, Return-Path first; names never collide', async () => {
  await withFolder(async (root) => {
    const maildir = createMaildir(root);
    const all = Array.from(
      { length: 20 },
      async () => await maildir.deliver('chris', delivery({}, contentOf('Subject: t\r\n\r\nHello\r\n'))),
    );
    await Promise.all(all);
    const names = await readdir(join(root, 'chris', 'new'));
    assert.equal(names.length, 20);
    assert.deepEqual((await readdir(join(root, 'chris'))).toSorted(), ['cur', 'new', 'tmp']);
    assert.deepEqual(await readdir(join(root, 'chris', 'tmp')), []);
    const text = await readFile(join(root, 'chris', 'new', names[0] ?? ''), 'utf8');
    assert.equal(text, 'Return-Path: <sender@client.example>\r\nSubject: t\r\n\r\nHello\r\n');
    await maildir.deliver('postmaster', delivery({ reversePath: null }, contentOf('\r\n')));
    const [own = ''] = await readdir(join(root, 'postmaster', 'new'));
    assert.equal(await readFile(join(root, 'postmaster', 'new', own), 'utf8'), 'Return-Path: <>\r\n\r\n');
  });
});

for (const alias of ['../../etc', '..', '', 'a/b', 'a\0b']) {
  test(`the mailbox ${JSON.stringify(alias)} stays below the root`, async () => {
    await withFolder(async (root) => {
      const mailboxes = join(root, 'mailboxes');
      await createMaildir(mailboxes).deliver(alias, delivery({}, contentOf('\r\n')));
      assert.deepEqual(await readdir(root), ['mailboxes']);
      const [folder = ''] = await readdir(mailboxes);
      assert.deepEqual((await readdir(join(mailboxes, folder))).toSorted(), ['cur', 'new', 'tmp']);
    });
  });
}
