import {
  type ApiAnswer,
  type ApiFailure,
  resultOfAnswer,
} from '../../../../src/admin/contract/api-answer.ts';
import type {
  CommandHost,
  CommandSpec,
  Invocation,
  InvocationResult,
} from '../../../../src/admin/contract/command-spec.ts';
import { ApiError, request } from '../../api/client.ts';

/** The server's commands, over the API, with the rights of whoever is signed in. The shell itself asks before it
 *  changes something: what it sends is confirmed. */
export class ApiHost implements CommandHost {
  readonly specs: readonly CommandSpec[];
  readonly #onSessionEnd: () => void;

  constructor(specs: readonly CommandSpec[], onSessionEnd: () => void) {
    this.specs = specs;
    this.#onSessionEnd = onSessionEnd;
  }

  async invoke({ command, parameters, mode }: Invocation): Promise<InvocationResult> {
    const body = { parameters, whatIf: mode === 'describe', confirmed: true };
    try {
      const response = await request('POST', `/commands/${encodeURIComponent(command)}`, { body });
      const answer: ApiAnswer = await response.json();
      return resultOfAnswer(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) this.#onSessionEnd();
      return resultOfAnswer({ error: failureOf(error) });
    }
  }
}

function failureOf({ status, code, message, about }: ApiError): ApiFailure {
  return {
    ...about,
    code,
    message: status === 0 ? 'The server cannot be reached. Is it running?' : message,
  };
}
