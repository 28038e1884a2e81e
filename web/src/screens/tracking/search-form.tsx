import { Button, Field, Input, Select } from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { parseIpRange } from '../../../../src/config/ip-range.ts';
import { CommandText } from '../../command/command-text.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { commandOf, type Criteria, EVENTS, FIELDS, PERIODS } from './criteria.ts';

type Props = Readonly<{
  criteria: Criteria;
  /** When the page was opened, epoch ms: what the command beside the button counts from. */
  openedAt: number;
  onSearch: (criteria: Criteria) => void;
}>;

/** What one knows of a message; empty fields match all. */
export function SearchForm({ criteria, openedAt, onSearch }: Props): ReactNode {
  const { text } = useLanguage();
  const [wanted, setWanted] = useState(criteria);
  const device = wanted.device.trim();
  const isBad = device !== '' && parseIpRange(device) === null;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBad) onSearch({ ...wanted, device });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="search-form">
        {FIELDS.map((field) => (
          <Field
            key={field}
            label={text(`tracking.${field}`)}
            hint={text(`tracking.${field}Hint`)}
            {...(field === 'device' && isBad ? { validationMessage: text('range.invalid') } : {})}
          >
            <Input
              value={wanted[field]}
              onChange={(_, { value }) => setWanted({ ...wanted, [field]: value })}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
        ))}
        <Field label={text('tracking.event')}>
          <Select
            value={wanted.event}
            onChange={(_, { value }) =>
              setWanted({ ...wanted, event: EVENTS.find((event) => event === value) ?? '' })
            }
          >
            {EVENTS.map((event) => (
              <option key={event} value={event}>
                {event === '' ? text('tracking.anyEvent') : `${text(`tracking.event.${event}`)} (${event})`}
              </option>
            ))}
          </Select>
        </Field>
        <PeriodFields criteria={wanted} onChange={setWanted} />
      </div>
      <div className="tracking-do">
        <Button type="submit" appearance="primary" disabled={isBad}>
          {text('tracking.search')}
        </Button>
        <CommandText title={text('command.before')} commands={[commandOf(wanted, openedAt)]} />
      </div>
    </form>
  );
}

type PeriodProps = Readonly<{ criteria: Criteria; onChange: (criteria: Criteria) => void }>;

function PeriodFields({ criteria, onChange }: PeriodProps): ReactNode {
  const { text } = useLanguage();
  const at = (name: 'start' | 'end'): ReactNode => (
    <Field label={text(`tracking.${name}`)}>
      <Input
        type="datetime-local"
        value={criteria[name]}
        onChange={(_, { value }) => onChange({ ...criteria, [name]: value })}
      />
    </Field>
  );
  return (
    <>
      <Field label={text('tracking.period')}>
        <Select
          value={criteria.period}
          onChange={(_, { value }) =>
            onChange({ ...criteria, period: PERIODS.find((period) => period === value) ?? 'day' })
          }
        >
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {text(`tracking.period.${period}`)}
            </option>
          ))}
        </Select>
      </Field>
      {criteria.period === 'between' ? at('start') : null}
      {criteria.period === 'between' ? at('end') : null}
    </>
  );
}
