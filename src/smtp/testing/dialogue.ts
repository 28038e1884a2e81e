import assert from 'node:assert/strict';
import * as replies from '../replies.ts';
import type { Refusal, Reply } from '../reply.ts';
import { ARTICLE_SETTINGS, ScriptedServer, type Script } from './scripted-server.ts';

/** A written dialogue, one line an element:
 *
 *      # comment
 *      @settings {"chunking": false}      what differs from the article's connector
 *      @relay contoso.com                 only these domains are accepted; without it all are
 *      @submit no                         MAIL is refused as on a connector without permission groups
 *      @user chris secret                 the one right pair of credentials
 *      @rejectBareLinefeeds               as BareLinefeedRejectionEnabled
 *      C: RCPT TO:<kate@fabrikam.com>     the client sends this and CRLF
 *      C= a\nb\r\n                        the client sends this, escapes \r \n \0 \\ read, and no CRLF
 *      S: 550 5.7.1 Unable *              the server's next line; `*` stands for any text
 *      M: a\r\nb\r\n                      the content of the next message taken
 *      X: closed                          the server has closed the connection
 *
 *  The banner is checked like any other line. Before the client speaks again, and at the end, every line and every message
 *  must have been named. */
export type DialogueLine = Readonly<{ kind: string; text: string; number: number }>;

export function parseDialogue(text: string): readonly DialogueLine[] {
  const lines: DialogueLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const directive = line.startsWith('@');
    const kind = directive ? (line.split(' ')[0] ?? '') : line.slice(0, 2);
    const rest = line.slice(kind.length);
    lines.push({ kind, text: rest.startsWith(' ') ? rest.slice(1) : rest, number: index + 1 });
  }
  return lines;
}

/** @param pieceBytes how many octets of the client arrive at once
 *  @throws AssertionError naming the line that does not hold */
export function playDialogue(lines: readonly DialogueLine[], pieceBytes: number): void {
  const server = serverFor(lines);
  const said: string[] = [];
  let messages = 0;
  let clientSpoke = false;
  for (const line of lines.filter(({ kind }) => !kind.startsWith('@'))) {
    const at = `line ${line.number}`;
    if (line.kind === 'C:' || line.kind === 'C=') {
      if (!clientSpoke) assert.deepEqual(said, [], `${at}: the server said more than was expected`);
      clientSpoke = true;
      send(server, line.kind === 'C:' ? `${line.text}\r\n` : unescape(line.text), pieceBytes);
    } else clientSpoke = false;
    said.push(...linesOf(server.takeOutput()));
    if (line.kind === 'S:') expectLine(said.shift(), line);
    else if (line.kind === 'M:') assert.equal(server.messages[messages++], unescape(line.text), at);
    else if (line.kind === 'X:') assert.ok(server.closed, `${at}: not closed`);
    else assert.match(line.kind, /^C[:=]$/, `${at}: unknown kind of line`);
  }
  assert.deepEqual(said, [], 'the server said more than was expected');
  assert.equal(server.messages.length, messages, 'messages taken');
}

function expectLine(said: string | undefined, line: DialogueLine): void {
  assert.ok(said !== undefined, `line ${line.number}: the server said nothing`);
  assert.match(said, pattern(line.text), `line ${line.number}`);
}

function send(server: ScriptedServer, text: string, pieceBytes: number): void {
  const octets = Buffer.from(text, 'utf8');
  for (let at = 0; at < octets.length; at += pieceBytes) {
    server.receive(Buffer.from(octets.subarray(at, at + pieceBytes)));
  }
}

function linesOf(output: string): readonly string[] {
  return output.split('\r\n').slice(0, -1);
}

function pattern(text: string): RegExp {
  return new RegExp(
    `^${text
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
    'u',
  );
}

function unescape(text: string): string {
  const meanings: Readonly<Record<string, string>> = { r: '\r', n: '\n', '0': '\0', '\\': '\\' };
  return text.replaceAll(/\\([rn0\\])/g, (_, letter: string) => meanings[letter] ?? letter);
}

function serverFor(lines: readonly DialogueLine[]): ScriptedServer {
  const directive = (kind: string): string | undefined => lines.find((line) => line.kind === kind)?.text;
  const overrides: object = JSON.parse(directive('@settings') ?? '{}');
  const settings = { ...ARTICLE_SETTINGS, ...overrides };
  const relay = directive('@relay')?.split(' ');
  const user = directive('@user')?.split(' ');
  const refuseBareLf = directive('@rejectBareLinefeeds') !== undefined;
  const script: Script = {
    mail: () =>
      directive('@submit') === 'no' ? refusal(replies.clientNotAuthenticated(settings.replyFamily)) : null,
    rcpt: ({ domain }) =>
      relay === undefined || relay.includes(domain)
        ? null
        : refusal(replies.unableToRelay(settings.replyFamily)),
    body: ({ bareLf, bareCr, nul }) => {
      if (bareCr || nul) return refusal(replies.bareCrOrNul);
      return bareLf && refuseBareLf ? refusal(replies.bareLinefeed) : null;
    },
    credentials: (name, password) =>
      user !== undefined && name === user[0] && password === user[1] ? 'accepted' : 'refused',
  };
  return new ScriptedServer(settings, script);
}

function refusal(reply: Reply): Refusal {
  return { reply, reason: 'the script says so', by: 'script' };
}
