import type { Postern } from '../support/postern.ts';
import type { SmtpDialogue } from '../support/smtp-dialogue.ts';

const colour = process.stdout.isTTY;
const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Prints the tour as it happens and counts the answers that are not what the article says. */
export class Stage {
  differences = 0;
  checks = 0;
  readonly #postern: Postern;

  constructor(postern: Postern) {
    this.#postern = postern;
  }

  chapter(title: string): void {
    console.log(`\n${paint(1, `== ${title}`)}`);
  }

  say(text: string): void {
    console.log(paint(2, `   ${text}`));
  }

  /** Runs shell commands as an administrator would type them; stdout must match. */
  async shell(command: string, expected?: RegExp): Promise<string> {
    console.log(paint(36, `[PS] ${command}`));
    const result = await this.#postern.shell(command);
    this.#print(result.stdout + result.stderr);
    this.#check(
      expected ?? /^/,
      result.stdout + result.stderr,
      expected === undefined ? result.status === 0 : true,
    );
    return result.stdout;
  }

  /** Says one line to the server; the reply must match. */
  async line(dialogue: SmtpDialogue, line: string, expected: RegExp): Promise<string> {
    console.log(paint(33, `C: ${line.replaceAll('\r\n', '\nC: ')}`));
    return this.#reply(await dialogue.command(line), expected);
  }

  /** Reads the server's greeting. */
  async greeting(dialogue: SmtpDialogue, expected: RegExp): Promise<void> {
    this.#reply(await dialogue.reply(), expected);
  }

  /** A plain fact that must hold. */
  fact(text: string, holds: boolean): void {
    console.log(`   ${text}`);
    this.#check(/^/, text, holds);
  }

  #reply(reply: string, expected: RegExp): string {
    console.log(paint(32, `S: ${reply.replaceAll('\n', '\nS: ')}`));
    this.#check(expected, reply, true);
    return reply;
  }

  #print(text: string): void {
    const trimmed = text.replaceAll(/^\n+|\n+$/g, '');
    if (trimmed !== '') console.log(trimmed);
  }

  #check(expected: RegExp, actual: string, holds: boolean): void {
    this.checks += 1;
    if (holds && expected.test(actual)) return;
    this.differences += 1;
    console.log(paint(31, `   DIFFERS: expected ${String(expected)}`));
  }
}
