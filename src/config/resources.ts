/** What back pressure looks at. mail-flow.md §7.1 */
export const RESOURCES = [
  'DatabaseUsedSpace',
  'PrivateBytes',
  'QueueLength',
  'SystemMemory',
  'UsedVersionBuckets',
] as const;

export type ResourceName = (typeof RESOURCES)[number];

/** Where the level changes; those for falling lie below those for rising, lest it flap. Percent, or a count. */
export type ResourceThresholds = Readonly<{
  lowToMedium: number;
  mediumToHigh: number;
  highToMedium: number;
  mediumToLow: number;
}>;

export type AllThresholds = Readonly<Record<ResourceName, ResourceThresholds>>;

/** Exchange: the defaults of 2016 and 2019. mail-flow.md §7.1 */
export const DEFAULT_THRESHOLDS: AllThresholds = {
  DatabaseUsedSpace: thresholds(96, 99, 97, 94),
  PrivateBytes: thresholds(72, 75, 73, 71),
  QueueLength: thresholds(9999, 15_000, 10_000, 2000),
  SystemMemory: thresholds(88, 94, 89, 84),
  UsedVersionBuckets: thresholds(999, 1500, 1000, 800),
};

/** `QueueLength=9999,15000,10000,2000`: Low to Medium, Medium to High, High to Medium, Medium to Low. */
export function formatThresholds(name: ResourceName, at: ResourceThresholds): string {
  return `${name}=${at.lowToMedium},${at.mediumToHigh},${at.highToMedium},${at.mediumToLow}`;
}

/** @returns null where the text is no such setting, or its numbers do not rise */
export function parseThresholds(text: string): readonly [ResourceName, ResourceThresholds] | null {
  const [, given = '', ...numbers] =
    /^\s*(\w+)\s*=\s*(\d+)\s*[,;]\s*(\d+)\s*[,;]\s*(\d+)\s*[,;]\s*(\d+)\s*$/.exec(text) ?? [];
  const name = RESOURCES.find((one) => one.toLowerCase() === given.toLowerCase());
  const [low = 0, high = 0, down = 0, lowest = 0] = numbers.map(Number);
  if (name === undefined || numbers.length !== 4) return null;
  const rises = lowest <= low && low < high && down <= high && lowest <= down;
  return rises ? [name, thresholds(low, high, down, lowest)] : null;
}

function thresholds(
  lowToMedium: number,
  mediumToHigh: number,
  highToMedium: number,
  mediumToLow: number,
): ResourceThresholds {
  return { lowToMedium, mediumToHigh, highToMedium, mediumToLow };
}
