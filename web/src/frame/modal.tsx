import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

/** Where dialogs are put: inside the theme, outside every form. */
export const MODAL_PLACE = 'modals';

type Props = Readonly<{ title: string; onClose: () => void; children: ReactNode }>;

/** The browser's own modal dialog: it keeps the focus, hides the page behind it, closes on Escape, and gives the focus
 *  back. What has `data-first` gets the focus, else the first field. */
export function Modal({ title, onClose, children }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const own = dialog.current;
    own?.showModal();
    const first = own?.querySelector('[data-first]');
    if (first instanceof HTMLElement) first.focus();
    return () => own?.close();
  }, []);
  const place = document.getElementById(MODAL_PLACE);
  if (place === null) return null;
  // Events climb React's tree, in which the dialog lies inside the form that opened it.
  const stay = (event: SyntheticEvent): void => event.stopPropagation();
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onSubmit={stay}
      onKeyDown={stay}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>,
    place,
  );
}
