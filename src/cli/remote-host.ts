import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type ApiAnswer, type ApiFailure, resultOfAnswer } from '../admin/contract/api-answer.ts';
import type {
  CommandHost,
  CommandSpec,
  Invocation,
  InvocationResult,
} from '../admin/contract/command-spec.ts';
import { askTerminal } from './hidden-input.ts';
import { KnownServers } from './known-servers.ts';
import type { ShellHost } from './shell-host.ts';
import { checkCertificate, type Pinned } from './server-certificate.ts';
import { UsageError } from './usage-error.ts';

const TOKEN_VARIABLE = 'POSTERN_TOKEN';
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

type Answer = Readonly<{ status: number; text: string; cookie: string }>;
type SignedIn = Readonly<{ csrf: string; server: Readonly<{ fqdn: string }> }>;
/** The commands of a server elsewhere, over its API. The password is asked for, sent once, and forgotten. */
export class RemoteHost implements ShellHost {
  readonly #connection: Connection;
  readonly #server: string;

  private constructor(connection: Connection, server: string) {
    this.#connection = connection;
    this.#server = server;
  }

  /** Rejects with UsageError where the server, its certificate or the sign-in does not do. */
  static async connect(address: string, user: string | undefined): Promise<RemoteHost> {
    const url = serverUrl(address);
    const onTerminal = process.stdin.isTTY;
    const ask = onTerminal ? (question: string): Promise<string> => askTerminal(question, false) : null;
    const pinned = url.protocol === 'https:' ? await checkCertificate(url, new KnownServers(), ask) : null;
    const connection = new Connection(url, pinned);
    const { server } = await signIn(connection, user, onTerminal);
    return new RemoteHost(connection, server.fqdn);
  }

  async commands(): Promise<CommandHost> {
    const specs: readonly CommandSpec[] = JSON.parse((await this.#connection.ask('GET', '/specs')).text);
    return { specs, invoke: (invocation) => this.#invoke(invocation) };
  }

  async #invoke({ command, parameters, mode }: Invocation): Promise<InvocationResult> {
    const body = { parameters, whatIf: mode === 'describe', confirmed: true };
    const path = `/commands/${encodeURIComponent(command)}`;
    const answer = await this.#connection.ask('POST', path, body);
    if (answer.status === 401)
      throw new Error(
        'The session is over: it was idle too long, or ended by an administrator. Start the shell again.',
      );
    const said: ApiAnswer = JSON.parse(answer.text);
    return resultOfAnswer(said);
  }

  /** The full name of the server, for the prompt. */
  serverName(): Promise<string> {
    return Promise.resolve(this.#server);
  }

  close(): void {
    void this.#connection
      .ask('DELETE', '/session')
      .catch(() => undefined)
      .finally(() => this.#connection.close());
  }
}

function serverUrl(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
    throw new UsageError(
      `--server takes an address such as https://relay.contoso.com:8080, not "${address}".`,
      2,
    );
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw new UsageError(`--server: a password is not sent in clear to ${url.hostname}. Use https://`, 2);
  return url;
}

async function signIn(
  connection: Connection,
  user: string | undefined,
  onTerminal: boolean,
): Promise<SignedIn> {
  const token = process.env[TOKEN_VARIABLE] ?? '';
  if (token !== '') {
    connection.authorize({ authorization: `Bearer ${token}` });
    return signedIn(await connection.ask('GET', '/session'));
  }
  if (user === undefined) throw new UsageError('--server needs --user NAME, or a token in POSTERN_TOKEN.', 2);
  if (!onTerminal)
    throw new UsageError(
      'There is no terminal to ask for the password. Make a token (New-ApiToken) and set POSTERN_TOKEN.',
    );
  const password = await askTerminal(`Password for ${user}: `, true);
  const attempt = (totp?: string): Promise<Answer> =>
    connection.ask('POST', '/session', { user, password, ...(totp === undefined ? {} : { totp }) });
  let answer = await attempt();
  if (failureOf(answer)?.code === 'TotpRequired')
    answer = await attempt(await askTerminal('Code of your authenticator app: ', false));
  const session = signedIn(answer);
  connection.authorize({ cookie: answer.cookie, 'x-postern-csrf': session.csrf });
  return session;
}

function signedIn(answer: Answer): SignedIn {
  const failure = failureOf(answer);
  if (failure !== undefined) throw new UsageError(failure.message);
  const session: SignedIn = JSON.parse(answer.text);
  return session;
}

function failureOf({ text }: Answer): ApiFailure | undefined {
  const { error }: ApiAnswer = JSON.parse(text);
  return error;
}

/** One server, spoken to one request after another. */
class Connection {
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  #headers: Readonly<Record<string, string>> = {};

  constructor(url: URL, pinned: Pinned) {
    this.#url = url;
    const keep = { keepAlive: true, maxSockets: 1 };
    this.#agent =
      url.protocol === 'http:' ? new HttpAgent(keep) : new HttpsAgent({ ...keep, ...pinning(pinned) });
  }

  authorize(headers: Readonly<Record<string, string>>): void {
    this.#headers = headers;
  }

  ask(method: string, path: string, body?: object): Promise<Answer> {
    const send = this.#url.protocol === 'http:' ? httpRequest : httpsRequest;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { ...type, ...this.#headers };
    return new Promise((resolve, reject) => {
      const request = send(
        new URL(`/api/v1${path}`, this.#url),
        { method, headers, agent: this.#agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
            const text = Buffer.concat(chunks).toString('utf8');
            const isApi = text === '' || /json/.test(response.headers['content-type'] ?? '');
            if (isApi) resolve({ status: response.statusCode ?? 0, text, cookie });
            else reject(new UsageError(`${this.#url.origin} does not answer like a Postern server.`));
          });
        },
      );
      request.on('error', (error) => reject(new UsageError(`${this.#url.origin}: ${error.message}`)));
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The trusted certificate is the only authority, and the name in it does not matter: it is this one or none. */
function pinning(pinned: Pinned): object {
  if (pinned === null) return {};
  return {
    ca: pinned.pem,
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, certificate: Readonly<{ fingerprint256: string }>) =>
      certificate.fingerprint256 === pinned.fingerprint
        ? undefined
        : new Error('another certificate was shown'),
  };
}
