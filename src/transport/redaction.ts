/** Stands for what must not be in a log. */
export const REDACTED = '<authentication information>';

/** Verbs of SMTP: a line that begins with one is a command, whatever went before. */
const VERB =
  /^\s*(?:HELO|EHLO|MAIL|RCPT|DATA|BDAT|RSET|NOOP|QUIT|VRFY|EXPN|HELP|STARTTLS|TURN|ETRN)(?:\s|$)/i;
const AUTH = /^\s*(?:AUTH|X-EXPS)(?:\s|$)/i;
const MECHANISM = /^\s*(?:AUTH|X-EXPS)\s+[A-Za-z0-9_-]{1,20}(?=\s|$)/i;

/** `A`, `a`, `X`, `x`, blank and tab. */
const MAY_BEGIN_AUTH: ReadonlySet<number> = new Set([0x41, 0x61, 0x58, 0x78, 0x20, 0x09]);

/** Takes secrets out of the commands of one session, given in their order.
 *
 *  What follows the mechanism of AUTH is a secret (RFC 4954 §4). So is every line up to the next verb: it answers a 334,
 *  or comes from a client that goes on although it was refused. */
export class CommandRedactor {
  #secretsFollow = false;
  #challenged = false;

  /** The server sent 334: the next line is an answer, even if it looks like a command. */
  challenged(): void {
    this.#challenged = true;
  }

  /** @param line one line of a client, without its line end */
  redact(line: string): string {
    if (this.#challenged) {
      this.#challenged = false;
      this.#secretsFollow = true;
      return REDACTED;
    }
    if (AUTH.test(line)) {
      this.#secretsFollow = true;
      return redactAuth(line);
    }
    if (this.#secretsFollow && !VERB.test(line)) return REDACTED;
    this.#secretsFollow = false;
    return line;
  }

  /** A line that nobody sees now; somebody may see the next one. Costs a look at one octet in the usual case. */
  unseen(line: Buffer): void {
    if (this.#challenged || this.#secretsFollow || MAY_BEGIN_AUTH.has(line[0] ?? 0))
      this.redact(line.toString('utf8'));
  }
}

function redactAuth(line: string): string {
  const begin = MECHANISM.exec(line)?.[0] ?? 'AUTH';
  return line.trimEnd().length <= begin.length ? line : `${begin} ${REDACTED}`;
}
