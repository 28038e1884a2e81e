import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { formatReversePath } from '../mail/address.ts';
import type { FileDelivery, MailboxStore } from '../transport/sink-port.ts';
import { syncDirectory, writeDurably } from './durable-file.ts';

/** Local mailboxes as Maildirs, one folder a mailbox: written in `tmp`, moved to `new` when it is on stable storage.
 *  @param root folder of all mailboxes */
export function createMaildir(root: string): MailboxStore {
  let count = 0;
  return {
    async deliver(alias: string, { facts, content }: FileDelivery): Promise<void> {
      const mailbox = join(root, folderName(alias));
      for (const part of ['tmp', 'new', 'cur'])
        await mkdir(join(mailbox, part), { recursive: true, mode: 0o700 });
      count += 1;
      const name = uniqueName(count);
      const temporary = join(mailbox, 'tmp', name);
      // RFC 5321 §4.4: final delivery writes the reverse-path as the first field.
      const start = Buffer.from(`Return-Path: ${returnPath(formatReversePath(facts.reversePath))}\r\n`);
      try {
        await writeDurably(temporary, start, content);
        await rename(temporary, join(mailbox, 'new', name));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncDirectory(join(mailbox, 'new'));
    },
  };
}

function returnPath(path: string): string {
  return path === '<>' ? path : `<${path}>`;
}

/** `seconds.unique.host`, as Maildir readers expect it. */
function uniqueName(count: number): string {
  const host = hostname().replaceAll(/[/:]/g, '_');
  const now = Date.now();
  const micros = (now % 1000) * 1000;
  return `${Math.floor(now / 1000)}.M${micros}P${process.pid}Q${count}R${randomBytes(4).toString('hex')}.${host}`;
}

/** An alias is one folder below the root, whatever characters it has, and no two share one. */
function folderName(alias: string): string {
  const encoded = alias.replaceAll(/[^\w.@+-]/gu, (character) => percentEncoded(character));
  return /^\.*$/.test(encoded) ? `%${encoded.replaceAll('.', '%2E')}` : encoded;
}

function percentEncoded(text: string): string {
  return [...Buffer.from(text)]
    .map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
