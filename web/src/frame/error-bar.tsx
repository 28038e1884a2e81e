import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
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
        {body}
      </MessageBarBody>
      {onRetry === undefined ? null : (
        <MessageBarActions>
          <Button onClick={onRetry}>{language.text('common.retry')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** Titles explain what the server's message, which is the shell's and English, is about. */
function errorText(error: unknown, { text }: LanguageView): Readonly<{ title: string; body: string }> {
  if (!(error instanceof ApiError)) return { title: text('error.unknown'), body: String(error) };
  switch (error.code) {
    case 'Unreachable':
      return { title: text('error.unreachable'), body: '' };
    case 'OpenRelay':
      return { title: text('error.openRelay'), body: error.message };
    case 'E10':
      return { title: text('error.rangeConflict'), body: error.message };
    case 'E11':
      return { title: text('error.roleConflict'), body: error.message };
    case 'E18':
      return { title: text('error.bothMethods'), body: error.message };
    case 'E23':
      return { title: text('error.notAllowed'), body: error.message };
    default:
      return { title: text('error.refused'), body: error.message };
  }
}
