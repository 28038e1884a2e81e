import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLanguage } from '../i18n/language.tsx';
import { Page } from './page.tsx';

export function NotFound(): ReactNode {
  const { text } = useLanguage();
  return (
    <Page title={text('notFound.title')}>
      <Link to="/">{text('notFound.home')}</Link>
    </Page>
  );
}
