import { Button } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text: code }: Readonly<{ text: string }>): ReactNode {
  const { text } = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2_000);
  };
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{text(isCopied ? 'command.copied' : 'command.copy')}</span>
    </Button>
  );
}
