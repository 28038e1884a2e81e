/** What a `.cpuprofile` of V8 holds, as far as it is used here. */
export type CpuProfile = Readonly<{
  nodes: readonly ProfileNode[];
  samples: readonly number[];
  /** µs before each sample since the one before. */
  timeDeltas: readonly number[];
  /** µs of the system's monotonic clock, as process.hrtime counts. */
  startTime: number;
}>;

type ProfileNode = Readonly<{
  id: number;
  callFrame: Readonly<{ functionName: string; url: string; lineNumber: number }>;
  children?: readonly number[];
}>;

/** One function in the place where it was called. `selfUs` is its own time, `totalUs` with all that it called. */
export type Frame = Readonly<{ name: string; selfUs: number; totalUs: number; callees: readonly Frame[] }>;

/** Time between two moments of the monotonic clock, in µs. */
export type Window = Readonly<{ from: number; to: number }>;

/** The calls of a profile as a tree, with the time that passed in the window. What nobody called twice in one place is
 *  one frame. */
export function callTree(profile: CpuProfile, window: Window): Frame {
  const self = selfTimes(profile, window);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const [root] = profile.nodes;
  if (root === undefined) throw new Error('the profile is empty');
  const build = (node: ProfileNode): Frame => {
    const callees = (node.children ?? [])
      .map((id) => nodes.get(id))
      .filter((child) => child !== undefined)
      .map(build)
      .filter(({ totalUs }) => totalUs > 0)
      .toSorted((a, b) => b.totalUs - a.totalUs);
    const selfUs = self.get(node.id) ?? 0;
    const totalUs = callees.reduce((sum, callee) => sum + callee.totalUs, selfUs);
    return { name: frameName(node), selfUs, totalUs, callees };
  };
  return build(root);
}

function selfTimes(profile: CpuProfile, { from, to }: Window): ReadonlyMap<number, number> {
  const self = new Map<number, number>();
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    // A sample stands for the time until the next one.
    const us = profile.timeDeltas[index + 1] ?? 0;
    if (at >= from && at < to) self.set(id, (self.get(id) ?? 0) + us);
  }
  return self;
}

function frameName({ callFrame }: ProfileNode): string {
  const { functionName, url, lineNumber } = callFrame;
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  const source = /\/src\/(.*)$/.exec(url)?.[1] ?? url.replace(/^.*\/node_modules\//, '');
  return `${name} ${source}:${lineNumber + 1}`;
}

/** Own time of each function wherever it was called from, the largest first. */
export function flat(root: Frame): readonly (readonly [name: string, us: number])[] {
  const times = new Map<string, number>();
  const add = (frame: Frame): void => {
    times.set(frame.name, (times.get(frame.name) ?? 0) + frame.selfUs);
    for (const callee of frame.callees) add(callee);
  };
  add(root);
  return [...times].toSorted(([, a], [, b]) => b - a);
}

/** The tree as indented text: µs a message, the function. Frames below `leastUs` a message are left out. */
export function treeText(root: Frame, messages: number, leastUs: number): string {
  const lines: string[] = [];
  const add = (frame: Frame, depth: number): void => {
    const us = frame.totalUs / messages;
    if (us < leastUs) return;
    const own = frame.selfUs / messages;
    lines.push(
      `${us.toFixed(1).padStart(8)} ${own.toFixed(1).padStart(7)}  ${'| '.repeat(depth)}${frame.name}`,
    );
    for (const callee of frame.callees) add(callee, depth + 1);
  };
  for (const callee of root.callees) add(callee, 0);
  return lines.join('\n');
}
