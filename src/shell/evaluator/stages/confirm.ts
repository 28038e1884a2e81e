import type { ShellIo } from '../../io.ts';
import { errorInfo, ShellError } from '../../errors/shell-error.ts';

const QUESTION = '[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [?] Help (default is "Y"): ';

const HELP = [
  'Y - Continue with only the next step of the operation.',
  'A - Continue with all the steps of the operation.',
  'N - Skip this operation and proceed with the next operation.',
  'L - Skip this operation and all subsequent operations.',
];

const ANSWERS: ReadonlyMap<string, 'yes' | 'all' | 'no' | 'none'> = new Map([
  ['', 'yes' as const],
  ['y', 'yes' as const],
  ['yes', 'yes' as const],
  ['a', 'all' as const],
  ['yes to all', 'all' as const],
  ['n', 'no' as const],
  ['no', 'no' as const],
  ['l', 'none' as const],
  ['no to all', 'none' as const],
]);

/** Asks before each change of one command; `A` and `L` hold for the rest of the pipeline. shell-language.md §11 */
export class Confirmation {
  readonly #io: ShellIo;
  readonly #command: string;
  #forAll: boolean | null = null;

  constructor(io: ShellIo, command: string) {
    this.#io = io;
    this.#command = command;
  }

  /** Whether the answer of an earlier object holds for this one too; null: ask. */
  get settled(): boolean | null {
    return this.#forAll;
  }

  /** @throws ShellError where there is nobody to ask */
  async ask(action: string): Promise<boolean> {
    if (this.#forAll !== null) return this.#forAll;
    const { prompt } = this.#io;
    if (prompt === undefined) throw nobodyToAsk(this.#command, action);
    this.#io.write(`\nConfirm\nAre you sure you want to perform this action?\n${action}\n`);
    for (;;) {
      const text = (await prompt(QUESTION)).trim().toLowerCase();
      if (text === '?') this.#io.write(`${HELP.join('\n')}\n`);
      const answer = ANSWERS.get(text);
      if (answer === undefined) continue;
      if (answer === 'all') this.#forAll = true;
      if (answer === 'none') this.#forAll = false;
      return answer === 'yes' || answer === 'all';
    }
  }
}

function nobodyToAsk(command: string, action: string): Error {
  return new ShellError(
    errorInfo({
      message: `${command} asks for confirmation, and nobody is here to answer: ${action} Add -Confirm:$false to go ahead without being asked.`,
      id: 'ConfirmationNeeded',
      category: 'InvalidOperation',
      reason: 'PSInvalidOperationException',
      command,
    }),
  );
}
