import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { errorTitle } from './error-title.ts';
import { type LanguageView, useLanguage } from '../i18n/language.tsx';

type Props = Readonly<{ error: unknown; onRetry?: () => void }>;

/** What went wrong, in the words of the server where it has any. */
export function ErrorBar({ error, onRetry }: Props): ReactNode {
  const language = useLanguage();
  const { title, body } = errorText(error, language);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        <span lang="en">{body}</span>
      </MessageBarBody>
      {onRetry === undefined ? null : (
        <MessageBarActions>
          <Button onClick={onRetry}>{language.text('common.retry')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function errorText(error: unknown, { text }: LanguageView): Readonly<{ title: string; body: string }> {
  if (!(error instanceof ApiError)) return { title: text('error.unknown'), body: String(error) };
  return { title: text(errorTitle(error)), body: error.message };
}
