import type { ReactNode } from 'react';
import type { Command } from '../api/commands.ts';
import { useLanguage } from '../i18n/language.tsx';
import { CopyButton } from './copy-button.tsx';
import { shellText } from './shell-text.ts';

type Props = Readonly<{ title: string; commands: readonly Command[] }>;

/** The command that does it, to read, to learn and to copy. */
export function CommandText({ title, commands }: Props): ReactNode {
  return <CodeText title={title} code={commands.map(shellText).join('\n')} />;
}

export function CodeText({ title, code }: Readonly<{ title: string; code: string }>): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="command" role="group" aria-label={title}>
      <div className="command-head">
        <span>{title}</span>
        {code === '' ? null : <CopyButton read={() => code} />}
      </div>
      <pre tabIndex={0} lang="en">
        <code>{code === '' ? text('command.none') : <Words code={code} />}</code>
      </pre>
    </div>
  );
}

/** Lines break between words only: a hyphen belongs to its parameter. The end of a line stands between words, too: inside of
 *  one it would not break. */
function Words({ code }: Readonly<{ code: string }>): ReactNode {
  return code.split(/(?<=\s)|(?=\n)/).map((word, index) =>
    word === '\n' ? (
      word
    ) : (
      <span key={`${index} ${word}`} className="word">
        {word}
      </span>
    ),
  );
}
