import { isWildcard, parseBinding } from '../../../src/config/binding.ts';
import type { LanguageView } from '../i18n/language.tsx';

/** `(All available IPv4) port 25` for `0.0.0.0:25`. */
export function bindingName(binding: string, text: LanguageView['text']): string {
  const parsed = parseBinding(binding);
  if (parsed === null || !isWildcard(parsed)) return binding;
  const all = text(parsed.family === 4 ? 'binding.all4' : 'binding.all6');
  return text('binding.withPort', { address: `(${all})`, port: parsed.port });
}
