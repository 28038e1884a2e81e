import { createSubmissionFolders } from '../store/submission-folder.ts';
import type { BackPressure } from '../transport/back-pressure.ts';
import type { Delivery } from '../transport/delivery.ts';
import { type FolderPorts, FolderSubmission } from '../transport/pickup/folder-submission.ts';
import { PRODUCT, VERSION } from './version.ts';

type Parts = Pick<FolderPorts, 'getSnapshot' | 'store' | 'directory' | 'events' | 'logger' | 'now'> &
  Readonly<{ delivery: Delivery; pressure: BackPressure }>;

/** The Pickup and the Replay folder of a data folder. */
export function submissionFolders(dataFolder: string, parts: Parts): readonly FolderSubmission[] {
  const { delivery, pressure } = parts;
  const ports = {
    ...parts,
    product: PRODUCT,
    version: VERSION,
    openFolder: createSubmissionFolders(dataFolder),
    // Exchange: files are refused as soon as anybody is. mail-flow.md §7.2
    isAccepting: () => pressure.pressure.refuses === 'nobody' && !delivery.status().draining,
    onAccepted: delivery.accepted,
  };
  return (['Pickup', 'Replay'] as const).map((kind) => new FolderSubmission({ ...ports, kind }));
}
