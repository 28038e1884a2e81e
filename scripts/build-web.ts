// Builds the admin center into web/dist and holds the first load to its limit. Run by scripts/ensure.mjs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

/** What a browser loads before the first screen stands, compressed: usable on a slow line. */
const firstLoadLimit = 300 * 1024;

const root = join(import.meta.dirname, '..', 'web');
const dist = join(root, 'dist');

type Chunk = Readonly<{
  file: string;
  isEntry?: boolean;
  imports?: readonly string[];
  css?: readonly string[];
}>;
type Manifest = Readonly<Record<string, Chunk>>;

async function main(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: dist,
      emptyOutDir: true,
      manifest: 'manifest.json',
      target: 'es2022',
      // Fonts and pictures stay files: the content security policy allows no data addresses.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        // Fluent marks its files for a server that renders React; there is none here.
        onLog: (level, log, tell) => {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
        },
      },
    },
  });
  compressFiles();
  const manifest: Manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  const files = firstLoad(manifest);
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  const told = `first load ${Math.ceil(size / 1024)} KB gzip of ${firstLoadLimit / 1024} KB`;
  if (size <= firstLoadLimit) {
    process.stderr.write(`postern: admin center built, ${told}\n`);
    return;
  }
  process.stderr.write(
    `postern: the admin center's ${told}: load a screen or a library later (${files.join(', ')})\n`,
  );
  process.exitCode = 1;
}

/** The server sends the compressed file beside the plain one to whoever can read it. Fonts are compressed already. */
function compressFiles(): void {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  for (const entry of readdirSync(dist, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(?:js|css|html|svg)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(content));
    writeFileSync(`${path}.br`, brotliCompressSync(content, options));
  }
}

/** Loaded with the entry by whoever reads Japanese and opens the start page: the slowest first screen there is. The
 *  font comes after it, in the pieces that the page's characters need. */
const firstScreen = [
  'src/screens/home/home.tsx',
  'src/i18n/ja.json',
  '../node_modules/@fontsource-variable/noto-sans-jp/wght.css',
];

/** The page, its entry, the first screen, and all that these import at once. */
function firstLoad(manifest: Manifest): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || seen.has(name)) return;
    seen.add(name);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry === true) visit(name);
  for (const name of firstScreen) {
    if (manifest[name] === undefined)
      throw new Error(`the build has no ${name}: scripts/build-web.ts counts it`);
    visit(name);
  }
  return ['index.html', ...found];
}

await main();
