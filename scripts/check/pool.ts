/** Does the work for each item, at most `width` at a time; the answers are in the order of the items. */
export async function pool<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers = new Map<number, R>();
  const rest = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of rest) answers.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return [...answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
}
