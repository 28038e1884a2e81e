import { type ReactNode, useEffect, useRef } from 'react';
import { Done } from '../command/outcome.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useHandedOver } from './handed-over.ts';

type Props = Readonly<{
  title: string;
  /** One sentence on what the page is for. */
  intro?: string;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}>;

/** One screen: its heading takes the focus when it opens, so that a screen reader and the keyboard start there. */
export function Page({ title, intro, actions, children }: Props): ReactNode {
  const { text } = useLanguage();
  const [handed, forget] = useHandedOver();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} - ${text('common.product')}`;
  }, [title, text]);
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, []);
  // A form of this page tells of itself from then on.
  return (
    <div className="page" onSubmit={handed === null ? undefined : forget}>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </div>
      {intro === undefined ? null : <p className="intro">{intro}</p>}
      {handed === null ? null : <Done done={handed} />}
      {children}
    </div>
  );
}
