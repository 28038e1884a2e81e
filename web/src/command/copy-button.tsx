import { Button } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';

const TOLD_MS = 2_000;

type Props = Readonly<{
  /** Makes the text when it is copied. */
  read: () => string;
  /** What is copied, where several such buttons stand on one page; read out with the name of the button. */
  of?: string;
  /** Instead of "Copy". */
  name?: string;
}>;

export function CopyButton({ read, of, name }: Props): ReactNode {
  const { text } = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(read());
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), TOLD_MS);
  };
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isCopied ? text('command.copied') : (name ?? text('command.copy'))}</span>
      {of === undefined ? null : <span className="sr-only"> {of}</span>}
    </Button>
  );
}
