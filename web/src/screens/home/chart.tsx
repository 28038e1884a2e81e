import { type ReactNode, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { History } from '../../api/overview.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useTheme } from '../../theme/theme.tsx';

const SERIES = ['sessions', 'accepted', 'refused', 'delivered', 'deferred'] as const;
/** Told apart without colour by their dashes; readable on white and on black. */
const LOOKS = {
  sessions: { light: '#5b5fc7', dark: '#9ea2ff', dash: [2, 2] },
  accepted: { light: '#0f6cbd', dark: '#62abf5', dash: [] },
  refused: { light: '#c50f1f', dark: '#f1707b', dash: [6, 3] },
  delivered: { light: '#0e700e', dark: '#6bc96b', dash: [] },
  deferred: { light: '#8a5100', dark: '#f2b661', dash: [10, 3, 2, 3] },
} as const;
const HEIGHT = 220;
/** Messages are whole: so are the steps between the lines of the grid. */
const STEPS = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** The last hour as lines. What it shows is also read out as sums. */
export function Chart({ history }: Readonly<{ history: History }>): ReactNode {
  const { text, number, language } = useLanguage();
  const { isDark } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const area = place.current;
    if (area === null) return undefined;
    const from = new Date(history.from).getTime() / 1000;
    const count = Math.max(0, ...SERIES.map((name) => history.series[name]?.length ?? 0));
    const times = Array.from({ length: count }, (_, index) => from + index * history.step);
    const ink = isDark ? '#d6d6d6' : '#424242';
    const axis = { stroke: ink, grid: { stroke: isDark ? '#424242' : '#e0e0e0' }, ticks: { stroke: ink } };
    const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    const chart = new UPlot(
      {
        width: area.clientWidth,
        height: HEIGHT,
        legend: { live: false },
        cursor: { show: false },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((tick) => clock.format(tick * 1000)) },
          { ...axis, incrs: STEPS, values: (_, ticks) => ticks.map(number) },
        ],
        series: [
          { label: text('home.time') },
          ...SERIES.map((name) => ({
            label: text(`home.${name}`),
            stroke: LOOKS[name][isDark ? 'dark' : 'light'],
            width: 2,
            dash: [...LOOKS[name].dash],
          })),
        ],
      },
      [times, ...SERIES.map((name) => [...(history.series[name] ?? [])])],
      area,
    );
    const resizes = new ResizeObserver(() => chart.setSize({ width: area.clientWidth, height: HEIGHT }));
    resizes.observe(area);
    return () => {
      resizes.disconnect();
      chart.destroy();
    };
  }, [history, isDark, language, number, text]);
  const sums = SERIES.map((name) => {
    const sum = (history.series[name] ?? []).reduce((total, value) => total + value, 0);
    return `${text(`home.${name}`)}: ${number(sum)}`;
  });
  return (
    <>
      <div ref={place} className="chart" aria-hidden />
      <p className="sr-only">{sums.join(', ')}</p>
    </>
  );
}
