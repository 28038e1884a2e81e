import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { selectionCause } from '../i18n/selection-cause.ts';

type Props = Readonly<{
  /** What the server tells of it as values. */
  facts: Readonly<Record<string, string>>;
  /** Its English sentence, for a kind that this page does not know. */
  words: string;
}>;

/** Why a Receive connector took a connection, or did not. */
export function CauseText({ facts, words }: Props): ReactNode {
  return selectionCause(facts, useLanguage()) ?? <span lang="en">{words}</span>;
}
