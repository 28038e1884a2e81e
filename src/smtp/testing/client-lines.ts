import type { Refusal, Reply } from '../reply.ts';
import type { SessionSettings } from '../server-types.ts';
import type { ScriptedServer } from './scripted-server.ts';

/** The lines of a client up to its content, each step standing on the one before. */
export const HELLO: readonly string[] = ['EHLO printer'];
export const SENDER: readonly string[] = [...HELLO, 'MAIL FROM:<chris@contoso.com>'];
export const RECIPIENT: readonly string[] = [...SENDER, 'RCPT TO:<kate@fabrikam.com>'];
export const BODY: readonly string[] = [...RECIPIENT, 'DATA'];
export const LOGIN: Partial<SessionSettings> = { authLogin: 'always' };

/** A script's answer to a command: this reply, for no reason that matters. */
export function refusal(reply: Reply, close = false): Refusal {
  return { reply, reason: 'test', by: 'test', close };
}

/** Each line with its CRLF. */
export function sendLines(server: ScriptedServer, lines: readonly string[]): void {
  for (const line of lines) server.receive(Buffer.from(`${line}\r\n`));
}
