import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { CopyButton } from '../../command/copy-button.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { copyText, type DialogueLine, lineText, type Session } from './dialogue-tail.ts';
import { offsetsOf, rowsInSight, rowsOf } from './line-layout.ts';

/** Characters by which the width of one is measured. */
const SAMPLE = '0'.repeat(50);
/** Nearer to the end than this, the list stays at the end when lines arrive. CSS pixels. */
const NEAR_END = 40;

const DIRECTIONS: Readonly<Record<DialogueLine['direction'], TextKey>> = {
  '+': 'live.connected',
  '<': 'live.received',
  '>': 'live.sent',
  '*': 'live.information',
  '-': 'live.disconnected',
};

/** The lines in sight, each session under its head. Stays at the end while one looks at the end. */
export function SessionList({ sessions }: Readonly<{ sessions: readonly Session[] }>): ReactNode {
  const { text } = useLanguage();
  const area = useRef<HTMLElement>(null);
  const sample = useRef<HTMLElement>(null);
  const { columns, top, height } = usePlace(area, sample);
  const rows = useMemo(() => rowsOf(sessions), [sessions]);
  const offsets = useMemo(() => offsetsOf(rows, columns), [rows, columns]);
  useFollow(area);
  const { first, end } = rowsInSight(offsets, { top, height });
  const all = offsets.at(-1) ?? 0;
  const before = offsets[first] ?? 0;
  return (
    <section className="live-lines" ref={area} tabIndex={0} aria-label={text('live.title')}>
      <code className="live-sample" ref={sample} aria-hidden>
        {SAMPLE}
      </code>
      <ol>
        <li aria-hidden className="live-gap" style={{ height: before }} />
        {rows
          .slice(first, end)
          .map((row) =>
            row.kind === 'head' ? (
              <SessionHead key={row.session.key} session={row.session} />
            ) : (
              <Line key={row.key} line={row.line} />
            ),
          )}
        <li aria-hidden className="live-gap" style={{ height: all - (offsets[end] ?? all) }} />
      </ol>
    </section>
  );
}

function SessionHead({ session }: Readonly<{ session: Session }>): ReactNode {
  const { text, dateTime } = useLanguage();
  const { side, remote, connector, time } = session.first;
  return (
    <li className="live-head">
      <strong>{text(side === 'receive' ? 'live.from' : 'live.to', { remote })}</strong>
      <span className="wide-only live-connector">{connector}</span>
      <span className="wide-only hint">{dateTime(new Date(time))}</span>
      <span className="space" />
      <CopyButton read={() => copyText([session])} of={remote} />
    </li>
  );
}

function Line({ line }: Readonly<{ line: DialogueLine }>): ReactNode {
  const { text } = useLanguage();
  return (
    <li className={`live-line ${line.side}`} lang="en" title={line.time}>
      <span className="live-direction" aria-hidden>
        {line.direction}
      </span>
      <span className="sr-only">{lineText(line) === '' ? '' : text(DIRECTIONS[line.direction])}</span>
      <code>{lineText(line) || text(DIRECTIONS[line.direction])}</code>
    </li>
  );
}

type Place = Readonly<{ columns: number; top: number; height: number }>;

/** How many characters fit, and what is in sight. */
function usePlace(area: RefObject<HTMLElement | null>, sample: RefObject<HTMLElement | null>): Place {
  const [place, setPlace] = useState<Place>({ columns: 80, top: 0, height: 600 });
  useEffect(() => {
    const scroller = area.current;
    const measure = sample.current;
    if (scroller === null || measure === null) return undefined;
    const take = (): void => {
      const width = measure.getBoundingClientRect().width / SAMPLE.length;
      // Padding, and the sign of the direction: live.css.
      const room = scroller.clientWidth - 16 - 24;
      setPlace({
        columns: Math.max(10, Math.floor(room / Math.max(width, 1))),
        top: scroller.scrollTop,
        height: scroller.clientHeight,
      });
    };
    const resizes = new ResizeObserver(take);
    resizes.observe(scroller);
    resizes.observe(measure);
    scroller.addEventListener('scroll', take, { passive: true });
    return () => {
      resizes.disconnect();
      scroller.removeEventListener('scroll', take);
    };
  }, [area, sample]);
  return place;
}

/** Stays at the end until somebody scrolls up, and again once they are back. That lines arrived since the last look, or are
 *  higher than was thought before they were drawn, is not scrolling. */
function useFollow(area: RefObject<HTMLElement | null>): void {
  const isAtEnd = useRef(true);
  const top = useRef(0);
  useEffect(() => {
    const scroller = area.current;
    const look = (): void => {
      if (scroller === null) return;
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      if (scrollHeight - scrollTop - clientHeight < NEAR_END) isAtEnd.current = true;
      else if (scrollTop < top.current) isAtEnd.current = false;
      top.current = scrollTop;
    };
    scroller?.addEventListener('scroll', look, { passive: true });
    return () => scroller?.removeEventListener('scroll', look);
  }, [area]);
  useLayoutEffect(() => {
    const scroller = area.current;
    if (scroller === null || !isAtEnd.current) return;
    scroller.scrollTo({ top: scroller.scrollHeight });
    top.current = scroller.scrollTop;
  });
}
