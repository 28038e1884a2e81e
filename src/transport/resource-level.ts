import type { ResourceThresholds } from '../config/resources.ts';

export type ResourceLevel = 'Low' | 'Medium' | 'High';

/** The level after a new value. Rising and falling thresholds differ. mail-flow.md §7.1 */
export function nextLevel(current: ResourceLevel, value: number, at: ResourceThresholds): ResourceLevel {
  if (value > at.mediumToHigh) return 'High';
  if (current === 'High' && value >= at.highToMedium) return 'High';
  if (value > at.lowToMedium) return 'Medium';
  return current !== 'Low' && value >= at.mediumToLow ? 'Medium' : 'Low';
}

const MEGABYTE = 1024 * 1024;
/** Room that a disk keeps at High, so that deliveries and reports can still be written. */
const RESERVE_MEGABYTES = 500;

/** The thresholds of a disk of that size: High comes early enough to leave 500 MB, on a small disk a tenth of it, and the
 *  others keep their distance from it. Exchange has the rule without the tenth. mail-flow.md §7.1, ADR-0011 */
export function diskThresholds(at: ResourceThresholds, totalBytes: number): ResourceThresholds {
  const size = totalBytes / MEGABYTE;
  if (size <= 0) return at;
  const reserve = Math.min(RESERVE_MEGABYTES, size / 10);
  const shift = Math.max(0, at.mediumToHigh - Math.floor((100 * (size - reserve)) / size));
  return {
    lowToMedium: at.lowToMedium - shift,
    mediumToHigh: at.mediumToHigh - shift,
    highToMedium: at.highToMedium - shift,
    mediumToLow: at.mediumToLow - shift,
  };
}
