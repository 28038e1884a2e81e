/** One value in quotes, quotes doubled; $null and absent values are empty without quotes. */
export function csvField(text: string | null): string {
  return text === null ? '' : `"${text.replaceAll('"', '""')}"`;
}

/** Records of a CSV text: quoted fields may hold delimiters, doubled quotes and newlines. Empty lines are left out. */
export function parseCsv(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    let more = true;
    while (more) {
      const field = readField(text, at, delimiter);
      record.push(field.text);
      at = field.next;
      more = text.startsWith(delimiter, at);
      if (more) at += delimiter.length;
    }
    at = afterNewline(text, at);
    if (record.length > 1 || record[0] !== '') records.push(record);
  }
  return records;
}

function afterNewline(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return at + 2;
  return at + 1;
}

type Field = Readonly<{ text: string; next: number }>;

function readField(text: string, from: number, delimiter: string): Field {
  let at = from;
  while (text[at] === ' ') at++;
  if (text[at] === '"') return readQuoted(text, at + 1, delimiter);
  return readPlain(text, at, delimiter);
}

function readPlain(text: string, from: number, delimiter: string): Field {
  let at = from;
  while (at < text.length && !text.startsWith(delimiter, at) && text[at] !== '\r' && text[at] !== '\n') at++;
  return { text: text.slice(from, at).trimEnd(), next: at };
}

/** What stands between the closing quote and the delimiter belongs to the value. */
function readQuoted(text: string, from: number, delimiter: string): Field {
  let value = '';
  let at = from;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { text: value + text.slice(at), next: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const rest = readPlain(text, quote + 1, delimiter);
      return { text: value + rest.text, next: rest.next };
    }
    value += '"';
    at = quote + 2;
  }
  return { text: value, next: at };
}
