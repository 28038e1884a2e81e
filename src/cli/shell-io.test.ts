import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { consoleIo } from './shell-io.ts';

describe('files of the shell on this machine', () => {
  it('give every octet of what is no text, such as PKCS #12', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-shell-io-'));
    try {
      const path = join(folder, 'relay.pfx');
      const octets = Buffer.from([0x30, 0x82, 0xff, 0xfe, 0x00, 0xef, 0xbb, 0xbf]);
      writeFileSync(path, octets);
      assert.deepEqual(await consoleIo(null).readOctets?.(path), octets);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
