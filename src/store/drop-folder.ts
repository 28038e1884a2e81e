import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { envelopeFields } from '../transport/envelope-fields.ts';
import type { DropFolder, FileDelivery } from '../transport/sink-port.ts';
import { syncDirectory, writeDurably } from './durable-file.ts';

/** Drop directories. mail-flow.md §1.10: one `.eml` file a message, the envelope as X-fields before its header; the file
 *  shows up under that name only when it is complete and on stable storage.
 *  @param root where a directory that is not absolute lies */
export function createDropFolder(root: string): DropFolder {
  return {
    async drop(directory: string, delivery: FileDelivery): Promise<string> {
      const folder = isAbsolute(directory) ? directory : join(root, directory);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { facts, recipients, content } = delivery;
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
    },
  };
}
