import type { FastifyReply } from 'fastify';
import type { AdminError } from '../admin/contract/errors.ts';

/** Body of every answer that is no success. */
export type ApiError = Readonly<{
  error: Readonly<{
    code: string;
    message: string;
    parameter?: string;
    category?: string;
    target?: string;
    /** Which server refused it and when, for a shell that shows it. */
    raised?: AdminError['raised'];
  }>;
}>;

/** HTTP status of a command's failure. RFC 9110 §15.5 */
const STATUS: Readonly<Record<AdminError['category'], number>> = {
  InvalidArgument: 400,
  InvalidData: 400,
  ParserError: 400,
  NotSpecified: 400,
  PermissionDenied: 403,
  ObjectNotFound: 404,
  ResourceExists: 409,
  InvalidOperation: 422,
  LimitsExceeded: 429,
  ResourceUnavailable: 503,
};

export function statusOf(error: AdminError): number {
  return error.id === 'ConcurrencyConflict' ? 409 : STATUS[error.category];
}

export function commandError(error: AdminError): ApiError {
  const { id, message, category, target, parameter, raised } = error;
  return {
    error: {
      code: id,
      message,
      category,
      target,
      ...(parameter === undefined ? {} : { parameter }),
      ...(raised === undefined ? {} : { raised }),
    },
  };
}

/** Answers with an error that names the remedy. */
export function sendError(
  reply: FastifyReply,
  status: number,
  error: Readonly<{ code: string; message: string; parameter?: string }>,
): FastifyReply {
  return reply.code(status).send({ error } satisfies ApiError);
}
