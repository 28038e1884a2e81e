import { type RefObject, useEffect, useRef, useState } from 'react';
import { type RowWindow, windowOf } from './arrange-rows.ts';

/** Height of a row in CSS pixels; app.css holds rows to it. */
const ROW_HEIGHT = 40;

export type RowsInSight = Readonly<{
  ref: RefObject<HTMLElement | null>;
  view: RowWindow;
  /** Height of what is not drawn above and below, in CSS pixels. */
  before: number;
  after: number;
}>;

/** Follows the scroll area and tells which rows are in sight. */
export function useWindow(count: number): RowsInSight {
  const ref = useRef<HTMLElement>(null);
  const [place, setPlace] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const area = ref.current;
    if (area === null) return undefined;
    const take = (): void => setPlace({ top: area.scrollTop, height: area.clientHeight });
    const resizes = new ResizeObserver(take);
    resizes.observe(area);
    area.addEventListener('scroll', take, { passive: true });
    return () => {
      resizes.disconnect();
      area.removeEventListener('scroll', take);
    };
  }, []);
  const view = windowOf(place.top, place.height, ROW_HEIGHT, count);
  return { ref, view, before: view.first * ROW_HEIGHT, after: (count - view.end) * ROW_HEIGHT };
}
