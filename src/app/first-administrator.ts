import { randomInt, randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Administrator, ORGANIZATION_MANAGEMENT } from '../config/administrator.ts';
import type { ConfigStore } from '../config/snapshot.ts';
import { hashPassword } from '../store/password-hash.ts';

const NAME = 'admin';
const PASSWORD_VARIABLE = 'POSTERN_ADMIN_PASSWORD';
const PASSWORD_FILE = 'initial-admin-password';
/** No letters and digits that are mistaken for one another. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export type FirstAdministratorParts = Readonly<{
  config: ConfigStore;
  dataFolder: string;
}>;

/** Makes `admin` where there is no administrator. Its password comes from the environment, else it is random and kept in
 *  the data folder until it is changed. design.md §2, First administrator
 *  @returns the password to print, or null where there is none to tell */
export async function ensureFirstAdministrator(parts: FirstAdministratorParts): Promise<string | null> {
  const { config, dataFolder } = parts;
  forgetFileWhenChanged(parts);
  if (config.current.administrators.length > 0) return null;
  const given = process.env[PASSWORD_VARIABLE] ?? '';
  const password = given === '' ? randomPassword() : given;
  const administrator = newAdministrator(await hashPassword(password));
  if (given === '') writeFileSync(join(dataFolder, PASSWORD_FILE), `${password}\n`, { mode: 0o600 });
  const { current } = config;
  const next = { ...current, version: current.version + 1, administrators: [administrator] };
  await config.commit(current.version, next, {
    runAt: administrator.whenCreated,
    caller: 'setup',
    command: 'New-Administrator',
    parameters: { Name: NAME, RoleGroups: ORGANIZATION_MANAGEMENT },
    objectModified: NAME,
    succeeded: true,
    error: null,
  });
  return given === '' ? password : null;
}

function newAdministrator(passwordHash: string): Administrator {
  const now = new Date().toISOString();
  return {
    guid: randomUUID(),
    name: NAME,
    displayName: 'Administrator',
    passwordHash,
    enabled: true,
    roleGroups: [ORGANIZATION_MANAGEMENT],
    totp: null,
    tokens: [],
    whenCreated: now,
    whenChanged: now,
  };
}

function randomPassword(): string {
  return Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
}

function forgetFileWhenChanged({ config, dataFolder }: FirstAdministratorParts): void {
  const hashOf = (administrators: readonly Administrator[]): string | undefined =>
    administrators.find((one) => one.name === NAME)?.passwordHash;
  config.onChange((next, previous) => {
    const before = hashOf(previous.administrators);
    if (before !== undefined && before !== hashOf(next.administrators))
      rmSync(join(dataFolder, PASSWORD_FILE), { force: true });
  });
}
