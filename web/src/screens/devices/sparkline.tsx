import type { ReactNode } from 'react';
import { useLanguage } from '../../i18n/language.tsx';

const BAR = 4;
const GAP = 1;
const HEIGHT = 24;

type Props = Readonly<{ values: readonly number[]; tall?: boolean }>;

/** Messages an hour as bars, the latest last. What it shows is also read out. */
export function Sparkline({ values, tall = false }: Props): ReactNode {
  const { text, number } = useLanguage();
  const most = Math.max(1, ...values);
  const sum = values.reduce((total, value) => total + value, 0);
  const name = text('devices.volumeOf', { sum: number(sum), most: number(Math.max(0, ...values)) });
  return (
    <svg
      className={tall ? 'sparkline tall' : 'sparkline'}
      viewBox={`0 0 ${values.length * (BAR + GAP)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={name}
    >
      <title>{name}</title>
      {values.map((value, hour) => {
        const height = value === 0 ? 1 : Math.max(2, Math.round((value / most) * HEIGHT));
        const x = hour * (BAR + GAP);
        return (
          <rect
            key={x}
            className={value === 0 ? 'none' : 'some'}
            x={x}
            y={HEIGHT - height}
            width={BAR}
            height={height}
          />
        );
      })}
    </svg>
  );
}
