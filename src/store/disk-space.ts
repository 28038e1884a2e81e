import { statfs } from 'node:fs/promises';

export type DiskSpace = Readonly<{ usedPercent: number; totalBytes: number }>;

/** How full the device is that holds a folder, as `df` says it: what only root may use counts as used.
 *  @returns null where it cannot be told */
export async function diskSpace(folder: string): Promise<DiskSpace | null> {
  const facts = await statfs(folder).catch(() => null);
  if (facts === null) return null;
  const used = facts.blocks - facts.bfree;
  const usable = used + facts.bavail;
  return {
    usedPercent: usable === 0 ? 100 : (100 * used) / usable,
    totalBytes: usable * facts.bsize,
  };
}
