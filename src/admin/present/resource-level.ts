import type { ResourceView } from '../../transport/back-pressure.ts';
import type { AdminObject } from '../contract/values.ts';
import { enumText } from './queue.ts';
import { adminObject, dateTime } from './values.ts';

/** One resource of back pressure. mail-flow.md §7.1 */
export function presentResourceLevel({ name, level, value, since, thresholds }: ResourceView): AdminObject {
  return adminObject('ResourceLevel', name, [
    ['Resource', name],
    ['Level', enumText('ResourceLevel', level)],
    ['Value', value],
    ['LowToMedium', thresholds.lowToMedium],
    ['MediumToHigh', thresholds.mediumToHigh],
    ['HighToMedium', thresholds.highToMedium],
    ['MediumToLow', thresholds.mediumToLow],
    ['Since', dateTime(since)],
  ]);
}
