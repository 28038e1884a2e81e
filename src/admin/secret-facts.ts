import type { Arguments } from './contract/arguments.ts';
import type { ChangeInput } from './command.ts';
import type { AdminPorts, Caller } from './ports.ts';

/** What a change may know of the passwords that were given: it is computed without them. */
export type SecretFacts = Pick<ChangeInput, 'passwordHash' | 'oldPasswordIsRight'>;

/** Hashing takes long, so it is done once, before the first attempt to commit. */
export async function secretFacts(ports: AdminPorts, args: Arguments, caller: Caller): Promise<SecretFacts> {
  const password = args['Password'];
  const old = args['OldPassword'];
  return {
    passwordHash: password?.kind === 'secret' ? await ports.hashPassword(password.text) : null,
    oldPasswordIsRight: old?.kind === 'secret' ? await isRight(ports, caller, old.text) : null,
  };
}

async function isRight(ports: AdminPorts, caller: Caller, password: string): Promise<boolean> {
  const own = ports.config.current.administrators.find((one) => one.guid === caller.administrator);
  return own !== undefined && ports.verifyPassword(own.passwordHash, password);
}

export const NO_SECRETS: SecretFacts = { passwordHash: null, oldPasswordIsRight: null };
