import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';

type Props = Readonly<{ title: string; onSave: () => void; onClose: () => void; children: ReactNode }>;

/** A small form on its own: Save, Cancel, Enter and Escape. */
export function EntryDialog({ title, onSave, onClose, children }: Props): ReactNode {
  const { text } = useLanguage();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // The dialog lies inside the form of the page in React's tree, though not in the document.
    event.stopPropagation();
    onSave();
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className="dialog-content">{children}</DialogContent>
            <DialogActions>
              <Button appearance="primary" type="submit">
                {text('common.save')}
              </Button>
              <Button onClick={onClose}>{text('common.cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
