import { Button } from '@fluentui/react-components';
import { memo, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { inkedText, stretches } from './inked-text.ts';
import type { Entry, ShellConsole } from './shell-console.ts';

/** Narrower than this, lists of the shell cannot be read; the log then breaks its lines. */
const LEAST_COLUMNS = 40;

type Props = Readonly<{ console: ShellConsole; entries: readonly Entry[]; children: ReactNode }>;

/** What was typed and what came of it; a screen reader tells what is added. The prompt stands below its last line. */
export function Log({ console, entries, children }: Props): ReactNode {
  const { text } = useLanguage();
  const area = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const measure = (): void => {
      const letter = (ruler.current?.getBoundingClientRect().width ?? 0) / 10;
      const width = ruler.current?.parentElement?.clientWidth ?? 0;
      if (letter > 0) console.resize(Math.max(LEAST_COLUMNS, Math.floor(width / letter)));
    };
    const resizes = new ResizeObserver(measure);
    if (area.current !== null) resizes.observe(area.current);
    return () => resizes.disconnect();
  }, [console]);
  useLayoutEffect(() => {
    area.current?.scrollTo({ top: area.current.scrollHeight });
  }, [entries]);
  return (
    <div className="console" ref={area} lang="en">
      <div className="console-lines">
        <span className="ruler" ref={ruler} aria-hidden>
          0000000000
        </span>
        <div role="log" aria-label={text('shell.log')}>
          {entries.map((entry) => (
            <Piece key={entry.id} entry={entry} console={console} />
          ))}
        </div>
        {children}
      </div>
    </div>
  );
}

type PieceProps = Readonly<{ entry: Entry; console: ShellConsole }>;

const Piece = memo(function Piece({ entry, console }: PieceProps): ReactNode {
  if (entry.kind === 'file') return <SavedFile path={entry.path} console={console} />;
  return (
    <div className={`piece ${entry.kind}`}>
      {inkedText(entry.text.replace(/\n$/, '')).map(({ text, ink, paper }, at) => (
        <span
          key={at}
          className={`${ink === '' ? '' : `ink-${ink}`} ${paper === '' ? '' : `paper-${paper}`}`}
        >
          {stretches(text).map((stretch, index) =>
            stretch.isWide ? (
              <span key={index} className="wide">
                {stretch.text}
              </span>
            ) : (
              stretch.text
            ),
          )}
        </span>
      ))}
    </div>
  );
});

/** A file that a command wrote lies in the page: the person saves it where it is wanted. */
function SavedFile({ path, console }: Readonly<{ path: string; console: ShellConsole }>): ReactNode {
  const { text, language } = useLanguage();
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const save = (): void => {
    // With a mark in front: without one, Excel takes it for the system's own code page.
    const address = URL.createObjectURL(new Blob(['\uFEFF', console.file(path)], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <div className="piece" lang={language}>
      <Button size="small" onClick={save}>
        {text('shell.save', { name })}
      </Button>
    </div>
  );
}
