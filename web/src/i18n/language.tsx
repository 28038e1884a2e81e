import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import en from './en.json' with { type: 'json' };
import { formatText, type TextValues } from './format-text.ts';

/** Name of a text. Each file of a language holds them all: `texts.test.ts`. */
export type TextKey = keyof typeof en;
export type Texts = Readonly<Record<TextKey, string>>;
export type Language = 'en' | 'ja';

export const LANGUAGES: readonly Readonly<{ code: Language; name: string }>[] = [
  { code: 'en', name: 'English' },
  { code: 'ja', name: '日本語' },
];

export type LanguageView = Readonly<{
  language: Language;
  setLanguage: (language: Language) => void;
  text: (key: TextKey, values?: TextValues) => string;
  number: (value: number | bigint) => string;
  /** Octets in the largest unit that makes the number at least 1. */
  size: (bytes: number) => string;
  dateTime: (date: Date) => string;
  /** Names after one another. */
  list: (names: readonly string[]) => string;
}>;

const STORED = 'postern.language';
const Current = createContext<LanguageView | null>(null);

export function useLanguage(): LanguageView {
  const view = useContext(Current);
  if (view === null) throw new Error('LanguageProvider is missing above this component');
  return view;
}

/** What a function of the language makes, the same object as long as the language is: a table with new columns would sort
 *  its rows again. @param make outlives the component: a function of the module */
export function useInLanguage<Made>(make: (language: LanguageView) => Made): Made {
  const language = useLanguage();
  return useMemo(() => make(language), [language, make]);
}

/** The texts of the chosen language, else of the browser's. Japanese brings its font with it. */
export function LanguageProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const [wanted, setWanted] = useState<Language>(initialLanguage);
  const [loaded, setLoaded] = useState<Readonly<{ language: Language; texts: Texts }> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void loadTexts(wanted).then((texts) => {
      if (!isCurrent) return;
      document.documentElement.lang = wanted;
      setLoaded({ language: wanted, texts });
    });
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  const view = useMemo(() => (loaded === null ? null : makeView(loaded, setWanted)), [loaded]);
  return view === null ? null : <Current value={view}>{children}</Current>;
}

function initialLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  const all = [...(stored === null ? [] : [stored]), ...navigator.languages];
  for (const tag of all) {
    const known = LANGUAGES.find(({ code }) => tag === code || tag.startsWith(`${code}-`));
    if (known !== undefined) return known.code;
  }
  return 'en';
}

async function loadTexts(language: Language): Promise<Texts> {
  if (language === 'en') return en;
  const [module] = await Promise.all([
    import('./ja.json', { with: { type: 'json' } }),
    import('@fontsource-variable/noto-sans-jp/wght.css'),
  ]);
  return module.default;
}

function makeView(
  { language, texts }: Readonly<{ language: Language; texts: Texts }>,
  setWanted: (language: Language) => void,
): LanguageView {
  const numbers = new Intl.NumberFormat(language);
  const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  return {
    language,
    setLanguage: (next) => {
      localStorage.setItem(STORED, next);
      setWanted(next);
    },
    text: (key, values) => formatText(texts[key], values),
    number: (value) => numbers.format(value),
    size: (bytes) => {
      const unit = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
      return `${short.format(bytes / 1024 ** unit)} ${['B', 'KB', 'MB', 'GB', 'TB'][unit] ?? 'B'}`;
    },
    dateTime: (date) => dates.format(date),
    list: (names) => names.join(language === 'ja' ? '、' : ', '),
  };
}
