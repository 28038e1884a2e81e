import { Button } from '@fluentui/react-components';
import type { SyntheticEvent, ReactNode } from 'react';
import { Modal } from '../frame/modal.tsx';
import { useLanguage } from '../i18n/language.tsx';

type Props = Readonly<{ title: string; onSave: () => void; onClose: () => void; children: ReactNode }>;

/** A small form on its own: Save, Cancel, Enter and Escape. */
export function EntryDialog({ title, onSave, onClose, children }: Props): ReactNode {
  const { text } = useLanguage();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSave();
  };
  return (
    <Modal title={title} onClose={onClose}>
      <form className="dialog-content" onSubmit={submit} noValidate>
        {children}
        <div className="form-actions">
          <Button appearance="primary" type="submit">
            {text('common.save')}
          </Button>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
