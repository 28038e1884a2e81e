/** The answer and the host in a queue's LastError; a text of another form is the answer. */
export function parseHopError(text: string): Readonly<{ error: string; host: string }> {
  const match = /^\[\{LRT=[^}]*\};\{LED=(.*)\};\{FQDN=([^}]*)\};\{IP=[^}]*\}\]$/s.exec(text);
  return match === null ? { error: text, host: '' } : { error: match[1] ?? '', host: match[2] ?? '' };
}
