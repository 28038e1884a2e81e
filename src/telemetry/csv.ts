/** Quoted where it holds a comma, a quote or a line break; other control characters become blanks, so that no client
 *  writes lines of its own. mail-flow.md §6 */
export function csvField(text: string): string {
  if (text === '' || !/[",\u0000-\u001f\u007f]/.test(text)) return text;
  return `"${text.replaceAll('"', '""').replaceAll(/[\u0000-\u001f\u007f]+/g, ' ')}"`;
}

/** What the header of a log says. `version` is 15.0.0.0 unless given. */
export type CsvLog = Readonly<{ version?: string; type: string; fields: readonly string[] }>;

/** One line without its line end. */
export function csvLine(fields: readonly string[]): string {
  return fields.map(csvField).join(',');
}

/** The five header lines that Exchange's tools look for, each with CRLF.
 *  @param at epoch ms */
export function csvHeader(log: CsvLog, at: number): string {
  const lines = [
    '#Software: Microsoft Exchange Server',
    `#Version: ${log.version ?? '15.0.0.0'}`,
    `#Log-type: ${log.type}`,
    `#Date: ${new Date(at).toISOString()}`,
    `#Fields: ${log.fields.join(',')}`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}
