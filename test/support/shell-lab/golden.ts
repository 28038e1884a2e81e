/** One example of a golden file:
 *
 *      == A28 what the example shows
 *      lab: fresh                      without it, the lab has the connector "Anonymous Relay" of A2 to A4
 *      needs: Get-TransportRule        a cmdlet that the product may not have
 *      answers: N, Y                   what is typed at prompts
 *      content C:\temp\x.txt: a\nb     a file that is there; \n is a line end
 *      sample .\\rc.clixml              a file of test/integration/shell, found by that path
 *      PS> Remove-ReceiveConnector x   a submission; `>> ` continues it
 *      |printed line|                  standard output
 *      !printed line|                  standard error
 *      file C:\temp\y.txt (Unicode)    a file that was written, with its encoding
 *      |line of it|
 */
export type Example = Readonly<{
  id: string;
  title: string;
  fresh: boolean;
  needs: string | null;
  answers: readonly string[];
  contents: ReadonlyMap<string, string>;
  samples: readonly string[];
  steps: readonly Step[];
}>;

/** A submission or a file, and the lines that are expected of it. */
export type Step = Readonly<{ kind: 'run' | 'file'; text: string; expected: readonly string[] }>;

type Draft = {
  id: string;
  title: string;
  fresh: boolean;
  needs: string | null;
  answers: string[];
  contents: Map<string, string>;
  samples: string[];
  steps: { kind: 'run' | 'file'; text: string; expected: string[] }[];
};

/** Reads a golden file; lines that begin with `#` are for people. */
export function readGolden(text: string): readonly Example[] {
  const examples: Draft[] = [];
  for (const line of text.split('\n')) {
    const head = /^== (\S+) ?(.*)$/.exec(line);
    if (head !== null) examples.push(draft(head[1] ?? '', head[2] ?? ''));
    else readLine(examples.at(-1), line);
  }
  return examples;
}

function draft(id: string, title: string): Draft {
  return { id, title, fresh: false, needs: null, answers: [], contents: new Map(), samples: [], steps: [] };
}

function readLine(example: Draft | undefined, line: string): void {
  if (line === '' || line.startsWith('#')) return;
  if (example === undefined) throw new Error(`no example begins before: ${line}`);
  const [, word = '', rest = ''] =
    /^(lab:|needs:|answers:|content|sample|PS>|>>|file) ?(.*)$/.exec(line) ?? [];
  const last = example.steps.at(-1);
  switch (word) {
    case 'lab:':
      example.fresh = rest === 'fresh';
      return;
    case 'needs:':
      example.needs = rest;
      return;
    case 'answers:':
      example.answers.push(...rest.split(',').map((answer) => answer.trim()));
      return;
    case 'content':
      readContent(example, rest);
      return;
    case 'sample':
      example.samples.push(rest);
      return;
    case 'PS>':
    case 'file':
      example.steps.push({ kind: word === 'file' ? 'file' : 'run', text: rest, expected: [] });
      return;
    default:
      if (last === undefined) throw new Error(`not a line of a golden file: ${line}`);
      if (word === '>>') last.text += `\n${rest}`;
      else last.expected.push(line);
  }
}

function readContent(example: Draft, rest: string): void {
  const at = rest.indexOf(': ');
  example.contents.set(rest.slice(0, at), rest.slice(at + 2).replaceAll(String.raw`\n`, '\r\n'));
}

/** GUIDs are numbered as they are made; which number one got says nothing. */
const MADE_GUID = /([ab]{8}-0000-4000-8000-)\d{12}/g;

/** Printed text as lines of a golden file. */
export function asGolden(text: string, mark: '|' | '!'): readonly string[] {
  if (text === '') return [];
  const lines = text.replaceAll(MADE_GUID, '$1000000000000').split(/\r?\n/);
  const whole = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return whole.map((line) => `${mark}${line}|`);
}
