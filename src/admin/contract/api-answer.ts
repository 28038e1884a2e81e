import type { InvocationResult } from './command-spec.ts';
import { type AdminError, isAdminError } from './errors.ts';

/** What the API answers to a command; docs/api.md. */
export type ApiAnswer = Readonly<{
  objects?: InvocationResult['objects'];
  warnings?: readonly string[];
  verbose?: readonly string[];
  whatIf?: readonly string[];
  error?: ApiFailure;
}>;

export type ApiFailure = Readonly<{
  code: string;
  message: string;
  category?: string;
  target?: string;
  parameter?: string;
  raised?: AdminError['raised'];
}>;

/** The answer as a shell wants it: the API is one way to the commands, the control socket another. */
export function resultOfAnswer(answer: ApiAnswer): InvocationResult {
  if (answer.error !== undefined) return { objects: [], warnings: [], error: adminError(answer.error) };
  const { objects = [], warnings = [], verbose, whatIf } = answer;
  const [action, ...more] = whatIf ?? [];
  const told = whatIf === undefined ? verbose : more;
  return {
    objects,
    warnings,
    ...(action === undefined ? {} : { action }),
    ...(told === undefined ? {} : { verbose: told }),
  };
}

function adminError(error: ApiFailure): AdminError {
  const { code, message, category = 'NotSpecified', target = '', parameter, raised } = error;
  const more = {
    ...(parameter === undefined ? {} : { parameter }),
    ...(raised === undefined ? {} : { raised }),
  };
  const made = { category, id: code, message, target, ...more };
  return isAdminError(made) ? made : { category: 'NotSpecified', id: code, message, target };
}
