import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { envelopeFields } from '../transport/envelope-fields.ts';
import type { DropFolder, FileDelivery, ForeignFolder } from '../transport/sink-port.ts';
import { DropQuota } from './drop-quota.ts';
import { syncDirectory, writeDurably } from './durable-file.ts';

/** Drop directories. mail-flow.md §1.10: one `.eml` file a message, the envelope as X-fields before its header; the file
 *  shows up under that name only when it is complete and on stable storage.
 *  @param root where a directory that is not absolute lies */
export function createDropFolder(root: string): DropFolder {
  const quota = new DropQuota();
  return {
    async drop(directory: string, delivery: FileDelivery, foreign?: ForeignFolder): Promise<string> {
      const folder = isAbsolute(directory) ? directory : join(root, directory);
      if (foreign === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
      else await mustExist(folder);
      const quotaBytes = foreign?.quotaBytes ?? null;
      if (quotaBytes === null) return await writeFile(folder, delivery);
      const { sizeBytes } = delivery.facts;
      await quota.take(folder, sizeBytes, quotaBytes);
      try {
        return await writeFile(folder, delivery);
      } catch (error) {
        quota.giveBack(folder, sizeBytes);
        throw error;
      }
    },
  };
}

/** Exchange: the administrator makes drop directories, so that a wrong name is seen. */
async function mustExist(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true)
    throw new Error(`there is no folder ${folder}; make it, writable by this server`);
}

async function writeFile(folder: string, { facts, recipients, content }: FileDelivery): Promise<string> {
  const name = `${String(facts.id).padStart(10, '0')}-${randomBytes(6).toString('hex')}`;
  const temporary = join(folder, `.${name}.tmp`);
  const path = join(folder, `${name}.eml`);
  const envelope = Buffer.from(`${envelopeFields(facts, recipients).join('\r\n')}\r\n`);
  try {
    await writeDurably(temporary, envelope, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(folder);
  return path;
}
