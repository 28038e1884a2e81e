import type { Allocations } from '../test/support/inspector.ts';

/** What a `.cpuprofile` of V8 holds, as far as it is used here. */
export type CpuProfile = Readonly<{
  nodes: readonly ProfileNode[];
  samples: readonly number[];
  /** µs before each sample since the one before. */
  timeDeltas: readonly number[];
}>;

type ProfileNode = Readonly<{
  id: number;
  callFrame: Readonly<{ functionName: string; url: string; lineNumber: number }>;
  children?: readonly number[];
}>;

/** One function in the place where it was called. `self` is its own part, `total` with all that it called: µs, or octets. */
export type Frame = Readonly<{ name: string; self: number; total: number; callees: readonly Frame[] }>;

/** The calls of a profile as a tree, in µs. */
export function callTree(profile: CpuProfile): Frame {
  const own = selfTimes(profile);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const [root] = profile.nodes;
  if (root === undefined) throw new Error('the profile is empty');
  const build = (node: ProfileNode): Frame => {
    const children = (node.children ?? []).map((id) => nodes.get(id)).filter((child) => child !== undefined);
    return frameOf(frameName(node), own.get(node.id) ?? 0, children.map(build));
  };
  return build(root);
}

/** What was allocated, in octets, as a tree of calls. */
export function allocationTree(node: Allocations): Frame {
  return frameOf(frameName(node), node.selfSize, node.children.map(allocationTree));
}

function frameOf(name: string, self: number, called: readonly Frame[]): Frame {
  const callees = called.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total);
  return { name, self, total: callees.reduce((sum, callee) => sum + callee.total, self), callees };
}

/** The tree without what one function at its root did. */
export function without(root: Frame, name: string): Frame {
  return frameOf(
    root.name,
    root.self,
    root.callees.filter((callee) => callee.name !== name),
  );
}

function selfTimes(profile: CpuProfile): ReadonlyMap<number, number> {
  const self = new Map<number, number>();
  for (const [index, id] of profile.samples.entries()) {
    // A sample stands for the time until the next one.
    self.set(id, (self.get(id) ?? 0) + (profile.timeDeltas[index + 1] ?? 0));
  }
  return self;
}

function frameName({ callFrame }: Pick<ProfileNode, 'callFrame'>): string {
  const { functionName, url, lineNumber } = callFrame;
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  const source = /\/src\/(.*)$/.exec(url)?.[1] ?? url.replace(/^.*\/node_modules\//, '');
  return `${name} ${source}:${lineNumber + 1}`;
}

/** Own part of each function wherever it was called from, the largest first. */
export function flat(root: Frame): readonly (readonly [name: string, self: number])[] {
  const parts = new Map<string, number>();
  const add = (frame: Frame): void => {
    parts.set(frame.name, (parts.get(frame.name) ?? 0) + frame.self);
    for (const callee of frame.callees) add(callee);
  };
  add(root);
  return [...parts].toSorted(([, a], [, b]) => b - a);
}

/** The tree as indented text: µs a message, the function. Frames below `leastUs` a message are left out. */
export function treeText(root: Frame, messages: number, leastUs: number): string {
  const lines: string[] = [];
  const add = (frame: Frame, depth: number): void => {
    const us = frame.total / messages;
    if (us < leastUs) return;
    const own = frame.self / messages;
    lines.push(
      `${us.toFixed(1).padStart(8)} ${own.toFixed(1).padStart(7)}  ${'| '.repeat(depth)}${frame.name}`,
    );
    for (const callee of frame.callees) add(callee, depth + 1);
  };
  for (const callee of root.callees) add(callee, 0);
  return lines.join('\n');
}
