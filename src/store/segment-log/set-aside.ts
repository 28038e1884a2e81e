import type { FileLayer } from '../file-layer.ts';
import { type Segment, segmentName } from './segment.ts';

type Place = Readonly<{ files: FileLayer; folder: string }>;

/** Octets copied for a look; of longer damage only the beginning. */
const COPY_BYTES = 64 * 1024 * 1024;

/** Copies damaged octets to the folder `corrupt`. A copy that cannot be made, on a full disk say, keeps nobody from
 *  starting.
 *  @returns what became of them, as part of a sentence */
export async function setAside(
  segment: Segment,
  range: Readonly<{ from: number; to: number }>,
  { files, folder }: Place,
): Promise<string> {
  const name = `${segmentName(segment.number).replace('.seg', '')}-${range.from}.bin`;
  const path = `${folder}/corrupt/${name}`;
  try {
    const bytes = await segment.read(range.from, Math.min(COPY_BYTES, range.to - range.from));
    await files.makeFolder(`${folder}/corrupt`);
    await files.writeAside(path, bytes);
    return `they were copied to ${path}`;
  } catch (error) {
    return `they could not be copied (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Moves a whole segment that cannot be read to the folder `corrupt`.
 *  @returns its new path */
export async function setSegmentAside(segment: Segment, { files, folder }: Place): Promise<string> {
  const path = `${folder}/corrupt/${segmentName(segment.number)}`;
  await segment.file.close();
  await files.makeFolder(`${folder}/corrupt`);
  await files.rename(segment.path, path);
  await files.syncFolder(folder);
  return path;
}
