import { Field, Input } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { isWidened, parseIpRange, rangeSize } from '../../../src/config/ip-range.ts';
import { useLanguage } from '../i18n/language.tsx';
import { EntryDialog } from './entry-dialog.tsx';

type Props = Readonly<{ value: string | null; onSave: (value: string) => void; onClose: () => void }>;

/** Exchange: "Remote Address Settings". One address, a range, or a CIDR block. */
export function RangeDialog({ value, onSave, onClose }: Props): ReactNode {
  const { text } = useLanguage();
  const [typed, setTyped] = useState(value ?? '');
  const [isJudged, setIsJudged] = useState(false);
  const range = parseIpRange(typed);
  const save = (): void => {
    setIsJudged(true);
    if (range !== null) onSave(range.text);
  };
  const message = isJudged && range === null ? { validationMessage: text('range.invalid') } : {};
  return (
    <EntryDialog title={text('range.dialog')} onSave={save} onClose={onClose}>
      <Field label={text('range.address')} hint={text('range.hint')} required {...message}>
        <Input
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
          autoFocus
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <p className="hint" role="status">
        {range === null ? '' : text('range.size', { count: sizeText(rangeSize(range)) })}
        {range !== null && isWidened(range) ? ` ${text('range.widened')}` : ''}
      </p>
    </EntryDialog>
  );
}

/** Exact where one can grasp it, a power of two beyond. */
function sizeText(count: bigint): string {
  return count < 1_000_000n ? String(count) : `≈ 2^${count.toString(2).length - 1}`;
}
