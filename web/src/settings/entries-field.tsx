import { Button } from '@fluentui/react-components';
import { AddRegular, DeleteRegular, EditRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { AddressSpaceDialog } from './address-space-dialog.tsx';
import { BindingDialog } from './binding-dialog.tsx';
import { bindingName } from './binding-name.ts';
import { RangeDialog } from './range-dialog.tsx';
import type { EntryKind } from './setting.ts';
import { TextEntryDialog } from './text-entry-dialog.tsx';

type Props = Readonly<{
  label: string;
  hint: string;
  required?: boolean;
  entry: EntryKind;
  entries: readonly string[];
  onChange: (entries: readonly string[]) => void;
  message: string | undefined;
}>;

/** Add, Edit and Remove above a list of entries, as in the Exchange admin center. */
export function EntriesField(props: Props): ReactNode {
  const { label, hint, required = false, entry, entries, onChange, message } = props;
  const { text } = useLanguage();
  const [chosen, setChosen] = useState(0);
  /** Index of the entry in the dialog, -1 for a new one, null while it is closed. */
  const [edited, setEdited] = useState<number | null>(null);
  const current = Math.min(chosen, entries.length - 1);
  const remove = (): void => onChange(entries.filter((_, index) => index !== current));
  const save = (value: string): void => {
    if (edited === -1) {
      onChange([...entries, value]);
      setChosen(entries.length);
    } else onChange(entries.map((old, index) => (index === edited ? value : old)));
    setEdited(null);
  };
  const dialog = {
    value: edited === null || edited === -1 ? null : (entries[edited] ?? null),
    onSave: save,
    onClose: () => setEdited(null),
  };
  return (
    <fieldset className={required ? 'entries required' : 'entries'}>
      <legend>{label}</legend>
      {hint === '' ? null : <p className="hint">{hint}</p>}
      <div className="entries-tools">
        <Button size="small" icon={<AddRegular />} onClick={() => setEdited(-1)}>
          {text('entries.add')}
        </Button>
        <Button size="small" icon={<EditRegular />} disabled={current < 0} onClick={() => setEdited(current)}>
          {text('entries.edit')}
        </Button>
        <Button size="small" icon={<DeleteRegular />} disabled={current < 0} onClick={remove}>
          {text('entries.remove')}
        </Button>
      </div>
      <EntryList
        label={label}
        none={text(entry === 'binding' || entry === 'remoteRange' ? 'entries.none' : 'entries.empty')}
        names={entry === 'binding' ? entries.map((one) => bindingName(one, text)) : entries}
        chosen={current}
        onChoose={setChosen}
        onRemove={remove}
        onEdit={() => setEdited(current)}
      />
      {message === undefined ? null : (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
      {edited === null ? null : <OneEntry entry={entry} label={label} {...dialog} />}
    </fieldset>
  );
}

type OneProps = Readonly<{
  entry: EntryKind;
  label: string;
  value: string | null;
  onSave: (value: string) => void;
  onClose: () => void;
}>;

function OneEntry({ entry, label, ...dialog }: OneProps): ReactNode {
  switch (entry) {
    case 'binding':
      return <BindingDialog {...dialog} />;
    case 'remoteRange':
      return <RangeDialog {...dialog} />;
    case 'addressSpace':
      return <AddressSpaceDialog {...dialog} />;
    case 'text':
      return <TextEntryDialog label={label} {...dialog} />;
  }
}

type ListProps = Readonly<{
  label: string;
  none: string;
  names: readonly string[];
  chosen: number;
  onChoose: (index: number) => void;
  onRemove: () => void;
  onEdit: () => void;
}>;

/** One entry is chosen; arrows move the choice, Delete removes it, Enter edits it. */
function EntryList({ label, none, names, chosen, onChoose, onRemove, onEdit }: ListProps): ReactNode {
  const id = useId();
  const keys = (event: KeyboardEvent): void => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) onChoose(Math.max(0, Math.min(names.length - 1, chosen + move)));
    else if (event.key === 'Delete' && chosen >= 0) onRemove();
    else if (event.key === 'Enter' && chosen >= 0) onEdit();
    else return;
    event.preventDefault();
  };
  if (names.length === 0) return <p className="no-entries">{none}</p>;
  return (
    <div
      className="entry-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={`${id}-${chosen}`}
      onKeyDown={keys}
    >
      {names.map((name, index) => (
        <div
          key={name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          onClick={() => onChoose(index)}
        >
          {name}
        </div>
      ))}
    </div>
  );
}
