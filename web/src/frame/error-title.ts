import { ApiError } from '../api/client.ts';
import type { LanguageView, TextKey } from '../i18n/language.tsx';

/** Refusals that are told more about than a title of a few words. */
const SPECIAL: ReadonlyMap<string, TextKey> = new Map([
  ['Unreachable', 'error.unreachable'],
  ['OpenRelay', 'error.openRelay'],
  ['E26', 'error.openRelay'],
  ['E10', 'error.rangeConflict'],
  ['E11', 'error.roleConflict'],
  ['E18', 'error.bothMethods'],
  ['E23', 'error.notAllowed'],
] as const);

/** Codes of the server's errors that have an explanation: receive-connectors.md §1.10, and our own. */
export const EXPLAINED = [
  'E01',
  'E02',
  'E03',
  'E04',
  'E05',
  'E06',
  'E07',
  'E08',
  'E09',
  'E12',
  'E13',
  'E14',
  'E15',
  'E16',
  'E17',
  'E19',
  'E20',
  'E21',
  'E22',
  'E24',
  'E25',
  'AmbiguousIdentity',
  'ConcurrencyConflict',
  'DomainInUse',
  'CertificateInUse',
  'CertificateUnusable',
  'MemberExists',
  'MemberNotFound',
  'LastAdministrator',
  'MessageState',
  'QueueNotInRetry',
  'MessageTrackingDisabled',
  'InvalidFilter',
  'ParameterNotSupported',
  'SignInFailed',
  'TooManyFailures',
  'NotSignedIn',
  'NotFound',
  'NoOwnAccount',
  'CsrfTokenMissing',
  'InternalError',
  'HTTP429',
] as const;

/** What a refusal is about, in the language of the page. Beside it stand the server's words, which are the shell's and
 *  English. */
export function errorTitle({ code }: ApiError): TextKey {
  const explained = EXPLAINED.find((known) => known === code);
  return SPECIAL.get(code) ?? (explained === undefined ? 'error.refused' : `error.code.${explained}`);
}

/** The message to show at the field of one of these parameters, where the failure names it: what it is about in the
 *  language of the page, and the server's words, which name values and bounds. */
export function errorAt(
  error: unknown,
  { language, text }: Pick<LanguageView, 'language' | 'text'>,
  ...parameters: readonly string[]
): string | undefined {
  if (!(error instanceof ApiError) || error.parameter === null) return undefined;
  const wanted = error.parameter.toLowerCase();
  if (!parameters.some((name) => name.toLowerCase() === wanted)) return undefined;
  return language === 'en' ? error.message : `${text(errorTitle(error))} (${error.message})`;
}
