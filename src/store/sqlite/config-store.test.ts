import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newSendConnector } from '../../config/defaults.ts';
import { initialSnapshot } from '../../config/setup.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import { KEY_FILE, SecretBox } from '../secret-box.ts';
import { SqliteConfigStore } from './config-store.ts';
import { Database } from './database.ts';

const SECRET = 'correct horse battery';

function first(): ConfigSnapshot {
  let guid = 0;
  return initialSnapshot({
    server: { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' },
    domain: 'contoso.com',
    sandbox: false,
    newGuid: () => `guid-${(guid += 1)}`,
    now: '2026-11-24T00:00:00.000Z',
  });
}

const AUDIT = {
  runAt: '2026-11-24T00:00:00.000Z',
  caller: 'test',
  command: 'Set-SendConnector',
  parameters: {},
  objectModified: 'Out',
  succeeded: true,
  error: null,
} as const;

function withSecret(current: ConfigSnapshot): ConfigSnapshot {
  const made = { guid: 'out', name: 'Out', serverName: 'EX1', whenCreated: '' };
  const connector = {
    ...newSendConnector(made),
    authenticationCredential: { user: 'relay', password: SECRET },
  };
  return { ...current, version: current.version + 1, sendConnectors: [connector] };
}

type Opened = Readonly<{
  config: SqliteConfigStore;
  warnings: readonly string[];
  close: () => Promise<void>;
}>;

async function open(folder: string): Promise<Opened> {
  const database = new Database(folder);
  const warnings: string[] = [];
  const config = await SqliteConfigStore.open(database, {
    first,
    identity: (stored) => stored,
    secrets: SecretBox.open(folder),
    warn: (text) => warnings.push(text),
  });
  return { config, warnings, close: async () => void (await database.ask({ op: 'close' })) };
}

function holdsSecret(folder: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(SECRET));
}

describe('secrets in the configuration', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'postern-config-'));
    folders.push(made);
    return made;
  };
  after(() => {
    for (const one of folders) rmSync(one, { recursive: true });
  });

  it('a password is sealed in every file of the data folder and readable after a restart', async () => {
    const data = folder();
    const before = await open(data);
    await before.config.commit(1, withSecret(before.config.current), AUDIT);
    await before.close();
    assert.equal(holdsSecret(data), false);
    assert.equal(statSync(join(data, KEY_FILE)).mode & 0o777, 0o600);
    const later = await open(data);
    assert.equal(later.config.current.sendConnectors[0]?.authenticationCredential?.password, SECRET);
    assert.deepEqual(later.warnings, []);
    await later.close();
  });

  it('with another key the server starts, says so, and has no password', async () => {
    const data = folder();
    const before = await open(data);
    await before.config.commit(1, withSecret(before.config.current), AUDIT);
    await before.close();
    writeFileSync(join(data, KEY_FILE), Buffer.alloc(32, 7).toString('base64'));
    const later = await open(data);
    assert.deepEqual(later.config.current.sendConnectors[0]?.authenticationCredential, {
      user: 'relay',
      password: '',
    });
    assert.match(later.warnings.join(), /1 stored password\(s\).*secret\.key/);
    await later.close();
  });

  it('what an earlier program stored in clear is sealed at the next start; new settings get their defaults', async () => {
    const data = folder();
    const before = await open(data);
    await before.close();
    const database = new Database(data);
    const [connector] = withSecret(first()).sendConnectors;
    const { upgradeCustomFailureCodes: _, ...old } = connector ?? {};
    const row = { kind: 'sendConnectors', guid: 'out', ordinal: 1, body: JSON.stringify(old) };
    const change = { expectedVersion: 1, nextVersion: 2, upsert: [row], remove: [], audit: null };
    await database.ask({ op: 'commitConfig', change });
    await database.ask({ op: 'close' });
    const later = await open(data);
    const [restored] = later.config.current.sendConnectors;
    assert.equal(restored?.authenticationCredential?.password, SECRET);
    assert.deepEqual(restored?.upgradeCustomFailureCodes, []);
    await later.config.commit(2, { ...later.config.current, version: 3 }, AUDIT);
    await later.close();
    const again = new Database(data);
    const stored = await again.ask({ op: 'loadConfig' });
    assert.equal(JSON.stringify(stored).includes(SECRET), false);
    await again.ask({ op: 'close' });
  });
});
