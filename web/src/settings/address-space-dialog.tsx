import { Field, Input } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { formatAddressSpace, parseAddressSpace } from '../../../src/config/address-space.ts';
import { useLanguage } from '../i18n/language.tsx';
import { EntryDialog } from './entry-dialog.tsx';

type Props = Readonly<{ value: string | null; onSave: (value: string) => void; onClose: () => void }>;

/** Exchange: "Add domain". A domain with or without subdomains, and what a message over this connector costs. */
export function AddressSpaceDialog({ value, onSave, onClose }: Props): ReactNode {
  const { text } = useLanguage();
  const before = parseAddressSpace(value ?? '');
  const [domain, setDomain] = useState(before?.domain ?? '');
  const [cost, setCost] = useState(String(before?.cost ?? 1));
  const [isJudged, setIsJudged] = useState(false);
  const isCost = /^\d{1,3}$/.test(cost.trim()) && Number(cost) >= 1 && Number(cost) <= 100;
  const space = parseAddressSpace(`SMTP:${domain.trim()};1`);
  const save = (): void => {
    setIsJudged(true);
    if (space !== null && isCost) onSave(formatAddressSpace({ ...space, cost: Number(cost) }));
  };
  return (
    <EntryDialog title={text('space.dialog')} onSave={save} onClose={onClose}>
      <Field
        label={text('space.domain')}
        hint={text('space.domainHint')}
        required
        {...(isJudged && space === null ? { validationMessage: text('space.badDomain') } : {})}
      >
        <Input
          value={domain}
          onChange={(_, data) => setDomain(data.value)}
          autoFocus
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field
        label={text('space.cost')}
        hint={text('space.costHint')}
        required
        {...(isJudged && !isCost ? { validationMessage: text('space.badCost') } : {})}
      >
        <Input
          value={cost}
          onChange={(_, data) => setCost(data.value)}
          inputMode="numeric"
          autoComplete="off"
        />
      </Field>
    </EntryDialog>
  );
}
