import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  FluentProvider,
  type Theme,
} from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { MODAL_PLACE } from '../frame/modal.tsx';
import { useLanguage } from '../i18n/language.tsx';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type ThemeView = Readonly<{
  choice: ThemeChoice;
  isDark: boolean;
  setChoice: (choice: ThemeChoice) => void;
}>;

const STORED = 'postern.theme';
const Current = createContext<ThemeView | null>(null);

const BRAND: BrandVariants = {
  10: '#020408',
  20: '#0b1a2b',
  30: '#0c2a47',
  40: '#0c375f',
  50: '#0d4578',
  60: '#0f548c',
  70: '#1864a3',
  80: '#0f6cbd',
  90: '#2886de',
  100: '#479ef5',
  110: '#62abf5',
  120: '#77b7f7',
  130: '#96c6fa',
  140: '#b4d6fa',
  150: '#cfe4fa',
  160: '#ebf3fc',
};

/** Columns of the shell need a font of one width on every system, whatever it takes for `monospace`. */
const MONOSPACE = "Consolas, Menlo, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono', monospace";

export function useTheme(): ThemeView {
  const view = useContext(Current);
  if (view === null) throw new Error('ThemeProvider is missing above this component');
  return view;
}

/** Light or dark as the system has it, unless chosen here. */
export function ThemeProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const { language } = useLanguage();
  const systemIsDark = useSystemIsDark();
  const [choice, setStored] = useState<ThemeChoice>(storedChoice);
  const isDark = choice === 'system' ? systemIsDark : choice === 'dark';
  const theme = useMemo(() => themeFor(isDark, language), [isDark, language]);
  const view = useMemo<ThemeView>(
    () => ({
      choice,
      isDark,
      setChoice: (next) => {
        localStorage.setItem(STORED, next);
        setStored(next);
      },
    }),
    [choice, isDark],
  );
  useEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <Current value={view}>
      <FluentProvider theme={theme}>
        <div className="root">
          {children}
          <div id={MODAL_PLACE} />
        </div>
      </FluentProvider>
    </Current>
  );
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function useSystemIsDark(): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const take = (): void => setIsDark(query.matches);
    query.addEventListener('change', take);
    return () => query.removeEventListener('change', take);
  }, []);
  return isDark;
}

/** Japanese has its font first: behind a system font some text stays boxes. */
function themeFor(isDark: boolean, language: string): Theme {
  const theme = isDark ? createDarkTheme(BRAND) : createLightTheme(BRAND);
  const dark = isDark ? { colorBrandForeground1: BRAND[110], colorBrandForeground2: BRAND[120] } : {};
  const font = "'Segoe UI', system-ui, -apple-system, 'Liberation Sans', sans-serif";
  const base = language === 'ja' ? `'Noto Sans JP Variable', ${font}` : `${font}, 'Noto Sans JP Variable'`;
  const monospace = `${MONOSPACE}, 'Noto Sans JP Variable'`;
  return { ...theme, ...dark, fontFamilyBase: base, fontFamilyMonospace: monospace };
}
