import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type TextKey, useLanguage } from '../i18n/language.tsx';

export type Tab<Name extends string> = Readonly<{ name: Name; text: TextKey }>;

/** The tab that the address names, else the first. */
export function useTab<Name extends string>(tabs: readonly [Tab<Name>, ...Tab<Name>[]]): Name {
  const [search] = useSearchParams();
  return (tabs.find(({ name }) => name === search.get('tab')) ?? tabs[0]).name;
}

type Props<Name extends string> = Readonly<{ label: string; tabs: readonly Tab<Name>[]; current: Name }>;

/** Tabs are links: each has an address of its own. */
export function Tabs<Name extends string>({ label, tabs, current }: Props<Name>): ReactNode {
  const { text } = useLanguage();
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ name, text: key }) => (
        <Link key={name} to={`?tab=${name}`} replace aria-current={name === current ? 'page' : undefined}>
          {text(key)}
        </Link>
      ))}
    </nav>
  );
}
