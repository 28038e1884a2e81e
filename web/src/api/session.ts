import { ApiError, request, setCsrfToken } from './client.ts';

export type ServerInfo = Readonly<{
  name: string;
  fqdn: string;
  version: string;
  sandbox: boolean;
  portOffset: number;
}>;

export type SessionInfo = Readonly<{
  user: string;
  roles: readonly string[];
  /** A code of an authenticator app is asked for at the sign-in. */
  totp: boolean;
  /** Names of the commands this user may run. */
  commands: readonly string[];
  csrf: string;
  server: ServerInfo;
}>;

export type Credentials = Readonly<{ user: string; password: string; totp?: string }>;

/** The session of the cookie, or null where nobody is signed in. */
export async function readSession(): Promise<SessionInfo | null> {
  try {
    return await take(await request('GET', '/session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(credentials: Credentials): Promise<SessionInfo> {
  return take(await request('POST', '/session', { body: credentials }));
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/session');
}

async function take(response: Response): Promise<SessionInfo> {
  const session: SessionInfo = await response.json();
  setCsrfToken(session.csrf);
  return session;
}
