import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { isWildcard, parseBinding } from '../../../src/config/binding.ts';
import { useLanguage } from '../i18n/language.tsx';
import { EntryDialog } from './entry-dialog.tsx';

type Props = Readonly<{ value: string | null; onSave: (value: string) => void; onClose: () => void }>;
type Kind = 'all4' | 'all6' | 'one';

/** Exchange: "Network Adapter Bindings". An address of this server and a port. */
export function BindingDialog({ value, onSave, onClose }: Props): ReactNode {
  const { text } = useLanguage();
  const before = parseBinding(value ?? '0.0.0.0:25');
  const isSpecific = before !== null && !isWildcard(before);
  const [kind, setKind] = useState<Kind>(isSpecific ? 'one' : before?.family === 6 ? 'all6' : 'all4');
  const [address, setAddress] = useState(isSpecific ? before.address : '');
  const [port, setPort] = useState(String(before?.port ?? 25));
  const [isJudged, setIsJudged] = useState(false);
  const bare = address.trim().replace(/^\[(.*)\]$/, '$1');
  const shown =
    kind === 'all4' ? '0.0.0.0' : kind === 'all6' ? '[::]' : bare.includes(':') ? `[${bare}]` : bare;
  const isAddress = parseBinding(`${shown}:25`) !== null;
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  const save = (): void => {
    setIsJudged(true);
    if (isAddress && isPort) onSave(`${shown}:${Number(port)}`);
  };
  const addressFault = isJudged && !isAddress ? { validationMessage: text('binding.badAddress') } : {};
  const portFault = isJudged && !isPort ? { validationMessage: text('binding.badPort') } : {};
  return (
    <EntryDialog title={text('binding.dialog')} onSave={save} onClose={onClose}>
      <Field label={text('binding.address')}>
        <RadioGroup value={kind} onChange={(_, data) => setKind(kindOf(data.value))}>
          <Radio value="all4" label={text('binding.all4')} />
          <Radio value="all6" label={text('binding.all6')} />
          <Radio value="one" label={text('binding.specify')} />
        </RadioGroup>
      </Field>
      {kind === 'one' ? (
        <Field label={text('binding.specify')} required {...addressFault}>
          <Input
            value={address}
            onChange={(_, data) => setAddress(data.value)}
            autoFocus
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      ) : null}
      <Field label={text('binding.port')} required {...portFault}>
        <Input
          value={port}
          onChange={(_, data) => setPort(data.value)}
          inputMode="numeric"
          autoComplete="off"
        />
      </Field>
    </EntryDialog>
  );
}

function kindOf(value: string): Kind {
  return value === 'all6' || value === 'one' ? value : 'all4';
}
