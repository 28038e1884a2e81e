/** A QR code of octets with correction level M, versions 1 to 10: enough for an address of an authenticator app.
 *  ISO/IEC 18004 */
export type QrCode = readonly (readonly boolean[])[];

type Version = Readonly<{
  /** All octets, and those of each block that correct errors. Table 9 */
  octets: number;
  correction: number;
  blocks: number;
  /** Centres of the alignment patterns, in rows and in columns. Annex E */
  centres: readonly number[];
}>;

const VERSIONS: readonly Version[] = [
  { octets: 26, correction: 10, blocks: 1, centres: [] },
  { octets: 44, correction: 16, blocks: 1, centres: [6, 18] },
  { octets: 70, correction: 26, blocks: 1, centres: [6, 22] },
  { octets: 100, correction: 18, blocks: 2, centres: [6, 26] },
  { octets: 134, correction: 24, blocks: 2, centres: [6, 30] },
  { octets: 172, correction: 16, blocks: 4, centres: [6, 34] },
  { octets: 196, correction: 18, blocks: 4, centres: [6, 22, 38] },
  { octets: 242, correction: 22, blocks: 4, centres: [6, 24, 42] },
  { octets: 292, correction: 22, blocks: 5, centres: [6, 26, 46] },
  { octets: 346, correction: 26, blocks: 5, centres: [6, 28, 50] },
];

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** @returns rows of dark (true) and light modules without the quiet zone; null where the text is too long */
export function qrCode(text: string): QrCode | null {
  const octets = new TextEncoder().encode(text);
  const index = VERSIONS.findIndex((version, at) => octets.length + (at < 9 ? 2 : 3) <= dataSize(version));
  const version = VERSIONS[index];
  if (version === undefined) return null;
  const number = index + 1;
  const bits = bitsOf(interleave(withHeader(octets, number, dataSize(version)), version));
  const drawn = MASKS.map((_, mask) => draw({ number, version, bits, mask }));
  return drawn.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

function dataSize({ octets, correction, blocks }: Version): number {
  return octets - correction * blocks;
}

/** Mode "octets", their count, they themselves, an end, and filling. §7.4 */
function withHeader(octets: Uint8Array, number: number, size: number): readonly number[] {
  const count = number < 10 ? 8 : 16;
  const bits = [
    ...bitsOfNumber(0b0100, 4),
    ...bitsOfNumber(octets.length, count),
    ...[...octets].flatMap((octet) => bitsOfNumber(octet, 8)),
  ];
  const ended = [...bits, ...Array.from({ length: Math.min(4, size * 8 - bits.length) }, () => 0)];
  const padded = [...ended, ...Array.from({ length: (8 - (ended.length % 8)) % 8 }, () => 0)];
  const codewords = Array.from({ length: padded.length / 8 }, (_, at) =>
    padded.slice(at * 8, at * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  );
  const filling = Array.from({ length: size - codewords.length }, (_, at) => (at % 2 === 0 ? 0xec : 0x11));
  return [...codewords, ...filling];
}

function bitsOfNumber(value: number, length: number): readonly number[] {
  return Array.from({ length }, (_, at) => (value >> (length - 1 - at)) & 1);
}

function bitsOf(octets: readonly number[]): readonly number[] {
  return octets.flatMap((octet) => bitsOfNumber(octet, 8));
}

/** First octets of all blocks, then second ones; the shorter blocks come first. §7.6 */
function interleave(data: readonly number[], { blocks, correction }: Version): readonly number[] {
  const short = Math.floor(data.length / blocks);
  const longBlocks = data.length % blocks;
  const starts = Array.from(
    { length: blocks + 1 },
    (_, at) => at * short + Math.max(0, at - blocks + longBlocks),
  );
  const parts = starts.slice(0, -1).map((start, at) => data.slice(start, starts[at + 1]));
  const corrections = parts.map((part) => correctionOf(part, correction));
  return [...zip(parts), ...zip(corrections)];
}

function zip(parts: readonly (readonly number[])[]): readonly number[] {
  const longest = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => parts.flatMap((part) => part.slice(at, at + 1))).flat();
}

/** Remainder of the block's polynomial by (x - 1)(x - 2)(x - 4)… in GF(256). §7.5 */
function correctionOf(part: readonly number[], length: number): readonly number[] {
  const divisor = Array.from({ length }, (_, at) => power(at)).reduce<readonly number[]>(
    (product, root) => [...product, 0].map((value, at) => value ^ multiply(product[at - 1] ?? 0, root)),
    [1],
  );
  let remainder: readonly number[] = Array.from({ length }, () => 0);
  for (const octet of part) {
    const factor = octet ^ (remainder[0] ?? 0);
    remainder = [...remainder.slice(1), 0].map((value, at) => value ^ multiply(divisor[at + 1] ?? 0, factor));
  }
  return remainder;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if (((b >> bit) & 1) === 1) product ^= a;
  }
  return product;
}

/** 2 to this power. */
function power(exponent: number): number {
  return exponent === 0 ? 1 : multiply(power(exponent - 1), 2);
}

type Plan = Readonly<{ number: number; version: Version; bits: readonly number[]; mask: number }>;

function draw({ number, version, bits, mask }: Plan): QrCode {
  const size = 17 + 4 * number;
  const fixed = fixedModules(number, version, mask);
  const masked = MASKS[mask];
  const data = new Map(dataPlaces(size, fixed).map((place, at) => [place, bits[at] === 1] as const));
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => {
      const place = row * size + column;
      const own = fixed.get(place);
      if (own !== undefined) return own;
      return (data.get(place) === true) !== (masked?.(row, column) === true);
    }),
  );
}

/** Two columns at a time from the right, up and down in turn, past the column of the timing pattern. §7.7.3 */
function dataPlaces(size: number, fixed: ReadonlyMap<number, boolean>): readonly number[] {
  const pairs = Array.from(
    { length: (size - 1) / 2 },
    (_, at) => size - 1 - 2 * at - (size - 1 - 2 * at <= 6 ? 1 : 0),
  );
  return pairs
    .flatMap((right, at) =>
      Array.from({ length: size }, (_, step) => (at % 2 === 0 ? size - 1 - step : step)).flatMap((row) => [
        row * size + right,
        row * size + right - 1,
      ]),
    )
    .filter((place) => !fixed.has(place));
}

/** What is the same for every text: patterns to find it by, and how it was made. */
function fixedModules(number: number, { centres }: Version, mask: number): ReadonlyMap<number, boolean> {
  const size = 17 + 4 * number;
  const made = new Map<number, boolean>();
  const set = (row: number, column: number, isDark: boolean): void => {
    if (row >= 0 && column >= 0 && row < size && column < size) made.set(row * size + column, isDark);
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const far = size - 7;
  for (const row of centres)
    for (const column of centres) {
      const isAtFinder = (row === 6 && (column === 6 || column === far)) || (row === far && column === 6);
      if (!isAtFinder) rings(set, { row, column, radius: 2, light: [1] });
    }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    rings(set, { row, column, radius: 4, light: [2, 4] });
  formatModules(set, size, mask);
  if (number >= 7) versionModules(set, size, number);
  return made;
}

type Put = (row: number, column: number, isDark: boolean) => void;
type Rings = Readonly<{ row: number; column: number; radius: number; light: readonly number[] }>;

function rings(set: Put, { row, column, radius, light }: Rings): void {
  for (let down = -radius; down <= radius; down++)
    for (let right = -radius; right <= radius; right++)
      set(row + down, column + right, !light.includes(Math.max(Math.abs(down), Math.abs(right))));
}

/** Level M (00) and the mask, twice. §7.9 */
function formatModules(set: Put, size: number, mask: number): void {
  const code = withRemainder(mask, 10, 0x537) ^ 0x5412;
  for (let bit = 0; bit < 15; bit++) {
    const isDark = ((code >> bit) & 1) === 1;
    set(bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, 8, isDark);
    set(8, bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit, isDark);
  }
  set(size - 8, 8, true);
}

/** §7.10 */
function versionModules(set: Put, size: number, number: number): void {
  const code = withRemainder(number, 12, 0x1f25);
  for (let bit = 0; bit < 18; bit++) {
    const isDark = ((code >> bit) & 1) === 1;
    const near = Math.floor(bit / 3);
    const far = size - 11 + (bit % 3);
    set(near, far, isDark);
    set(far, near, isDark);
  }
}

/** The value with the check bits of a cyclic code behind it. */
function withRemainder(value: number, length: number, generator: number): number {
  let remainder = value;
  for (let bit = 0; bit < length; bit++)
    remainder = (remainder << 1) ^ ((remainder >> (length - 1)) * generator);
  return (value << length) | remainder;
}

/** Long runs and blocks of one colour are hard to read. §7.8.3, the first two rules */
function penalty(code: QrCode): number {
  const columns = code.map((_, at) => code.map((row) => row[at] === true));
  const runs = [...code, ...columns].reduce((sum, line) => {
    const lengths =
      line
        .map((isDark) => (isDark ? '1' : '0'))
        .join('')
        .match(/0{5,}|1{5,}/g) ?? [];
    return sum + lengths.reduce((all, run) => all + run.length - 2, 0);
  }, 0);
  const blocks = code.flatMap((row, at) =>
    row.filter((isDark, column) => {
      const below = code[at + 1];
      return row[column + 1] === isDark && below?.[column] === isDark && below[column + 1] === isDark;
    }),
  );
  return runs + 3 * blocks.length;
}
