/** A thumbprint as Windows shows it has blanks, and copies of it an invisible mark in front. */
export function plainThumbprint<T extends string | null | undefined>(text: T): string | T {
  return typeof text === 'string' ? text.replaceAll(/[\s\u200e]/g, '') : text;
}
