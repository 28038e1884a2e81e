/** Role groups of Exchange whose rights exist here. receive-connectors.md §11, mail-flow.md §11.1 */
export const ROLE_GROUPS = [
  'Organization Management',
  'Server Management',
  'Hygiene Management',
  'Recipient Management',
  'Records Management',
  'View-Only Organization Management',
  'Compliance Management',
  'Delegated Setup',
] as const;

export type RoleGroup = (typeof ROLE_GROUPS)[number];

/** The group that may do everything, and that must never be empty. */
export const ORGANIZATION_MANAGEMENT = 'Organization Management';

/** Who signs in to the admin center and the API. Administrators are no mail users: their passwords open nothing at AUTH,
 *  where anybody may guess. Decision: ADR-0008 */
export type Administrator = Readonly<{
  guid: string;
  /** What is typed at the sign-in; compared without letter case. */
  name: string;
  displayName: string;
  /** PHC string of argon2id */
  passwordHash: string;
  enabled: boolean;
  roleGroups: readonly RoleGroup[];
  /** Second factor, or null. */
  totp: TotpSecret | null;
  tokens: readonly ApiToken[];
  whenCreated: string;
  whenChanged: string;
}>;

/** Shared secret of RFC 6238. It must be readable to be checked; on disk it is sealed (store/secret-box.ts). */
export type TotpSecret = Readonly<{
  /** Base32, RFC 4648 §6 */
  sharedSecret: string;
  /** False until the administrator has shown a code: an unconfirmed secret is not asked for. */
  confirmed: boolean;
}>;

/** A script's key. Only its SHA-256 is kept: 256 random bits need no slow hash. */
export type ApiToken = Readonly<{
  guid: string;
  name: string;
  /** SHA-256 of the token in hex */
  hash: string;
  whenCreated: string;
  /** ISO 8601; null = until it is removed */
  expiresAt: string | null;
}>;

export function findAdministrator(
  administrators: readonly Administrator[],
  name: string,
): Administrator | undefined {
  const wanted = name.toLowerCase();
  return administrators.find((one) => one.name.toLowerCase() === wanted || one.guid === wanted);
}
