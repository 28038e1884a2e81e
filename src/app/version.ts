import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
const manifest: { version: string } = JSON.parse(text);

export const PRODUCT = 'Postern';
export const VERSION: string = manifest.version;
