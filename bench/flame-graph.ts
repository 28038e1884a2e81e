import type { Frame } from './cpu-profile.ts';

/** How wide the picture is, how high a row, and how wide a letter of its text; px. */
const WIDTH = 1200;
const ROW = 15;
const LETTER = 6;
const HEAD = 34;
/** Frames below this share of all are left out: they would be no wider than half a pixel or two. */
const LEAST_SHARE = 0.002;

/** Whose code a frame is, and how it is painted. */
const COLOURS = { ours: '#f0a04b', node: '#9dbf8f', engine: '#a9b8d6' } as const;

export type FlameGraph = Readonly<{
  title: string;
  /** Of all calls; what was idle is not to be in it. */
  root: Frame;
  /** What the time is divided by, so that a frame shows µs a message. */
  messages: number;
}>;

/** A flame graph as an SVG of its own: who calls stands below, who is called above it, and a frame is as wide as its time.
 *  Pointing at a frame shows its name and µs a message. */
export function flameGraph({ title, root, messages }: FlameGraph): string {
  const shown = prune(root, root.total * LEAST_SHARE);
  const height = HEAD + (depthOf(shown) + 1) * ROW;
  const scale = WIDTH / root.total;
  const boxes: string[] = [];
  const draw = (frame: Frame, left: number, level: number): void => {
    const width = frame.total * scale;
    boxes.push(box(frame, { left, top: height - (level + 1) * ROW, width }, messages));
    let at = left;
    for (const callee of frame.callees) {
      draw(callee, at, level + 1);
      at += callee.total * scale;
    }
  };
  draw(shown, 0, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10">`,
    `<style>rect{stroke:#fff;stroke-width:.5}.o{fill:${COLOURS.ours}}.n{fill:${COLOURS.node}}.e{fill:${COLOURS.engine}}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="4" y="14" font-size="13">${escapeText(title)}</text>`,
    `<text x="4" y="28">orange: Postern, green: Node's own modules, blue: engine and system</text>`,
    ...boxes,
    '</svg>',
    '',
  ].join('\n');
}

/** The tree without frames that are too narrow. */
function prune(frame: Frame, leastUs: number): Frame {
  const callees = frame.callees.filter(({ total }) => total >= leastUs);
  return { ...frame, callees: callees.map((callee) => prune(callee, leastUs)) };
}

function depthOf({ callees }: Frame): number {
  return callees.reduce((deepest, callee) => Math.max(deepest, 1 + depthOf(callee)), 0);
}

type Place = Readonly<{ left: number; top: number; width: number }>;

function box({ name, total }: Frame, { left, top, width }: Place, messages: number): string {
  const [x, w] = [left.toFixed(1), width.toFixed(1)];
  const about = `<title>${escapeText(name)}: ${(total / messages).toFixed(1)} µs</title>`;
  const rect = `<rect class="${kindOf(name)}" x="${x}" y="${top}" width="${w}" height="${ROW}">${about}</rect>`;
  const letters = Math.floor((width - 4) / LETTER);
  const [short = ''] = name.split(' ');
  if (letters < 3) return rect;
  const text = escapeText(short.slice(0, letters));
  return `${rect}<text x="${(left + 2).toFixed(1)}" y="${top + 11}" pointer-events="none">${text}</text>`;
}

/** Names come from `cpu-profile.ts`: function, then the file in src, or `node:…`, or nothing. */
function kindOf(name: string): 'o' | 'n' | 'e' {
  if (name.includes(' node:')) return 'n';
  return name.includes('.ts:') ? 'o' : 'e';
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
