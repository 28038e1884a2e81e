// A server reduced to its queue, for segment-log-kill.test.ts: works on a folder until it is killed, and writes a line
// for each promise once it is given. Lines: `a <id>` added, `w <id>` about to be removed, `r <id>` removed, `u <id> <n>` updated to n crashes.
import { writeSync } from 'node:fs';
import { openSegmentLog } from '../../../src/store/segment-log/store.ts';
import { bodyOf } from './crash-body.ts';
import { sampleMessage } from './sample-message.ts';

const [directory = '', seed = '1'] = process.argv.slice(2);
const store = await openSegmentLog({ directory, segmentBytes: 512 * 1024, compactAboveBytes: 1024 * 1024 });
let state = Number(seed);
const random = (): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return state / 2_147_483_648;
};

// Synchronous: what was told to the parent before the kill has reached it.
const tell = (line: string): void => void writeSync(1, `${line}\n`);

async function work(): Promise<never> {
  const mine: number[] = [];
  for (;;) {
    const id = store.nextId();
    await store.commit({ add: [await sampleMessage(store, bodyOf(id), id)] });
    tell(`a ${id}`);
    mine.push(id);
    if (random() < 0.2) {
      const crashes = 1 + Math.floor(random() * 100);
      await store.commit({ update: [{ id, state: { recipients: [], suspended: false, crashes } }] });
      tell(`u ${id} ${crashes}`);
    }
    if (mine.length > 3 && random() < 0.9) {
      const [gone = 0] = mine.splice(Math.floor(random() * mine.length), 1);
      tell(`w ${gone}`);
      await store.commit({ remove: [gone] });
      tell(`r ${gone}`);
    }
  }
}

tell('ready');
await Promise.all(Array.from({ length: 8 }, work));
