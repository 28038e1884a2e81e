import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';

type Props = Readonly<{ to: string; primary?: boolean; children: ReactNode }>;

/** A link that looks like the buttons beside it. */
export function LinkButton({ to, primary = false, children }: Props): ReactNode {
  const navigate = useNavigate();
  return (
    <Button
      as="a"
      href={to}
      appearance={primary ? 'primary' : 'secondary'}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void navigate(to);
      }}
    >
      {children}
    </Button>
  );
}
