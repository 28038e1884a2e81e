import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useSpecs } from '../../api/specs.ts';
import { CommandText } from '../../command/command-text.tsx';
import { Modal } from '../../frame/modal.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Change, commandOf, type Difference, listChange } from './change.ts';

type Props = Readonly<{ change: Change; onClose: () => void }>;

/** One change: who made it, what it did, property by property, and the command that did it. */
export function ChangeDialog({ change, onClose }: Props): ReactNode {
  const { text, dateTime } = useLanguage();
  const specs = useSpecs();
  const facts = [
    [text('changes.at'), dateTime(change.at)],
    [text('changes.who'), change.who],
    [text('changes.from'), change.from || text('changes.local')],
    [text('changes.object'), change.object],
  ] as const;
  return (
    <Modal title={change.command} onClose={onClose}>
      <div className="dialog-content">
        <dl className="pairs">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {change.error === '' ? null : (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{text('changes.failed')}</MessageBarTitle>
              <span lang="en">{change.error}</span>
            </MessageBarBody>
          </MessageBar>
        )}
        <Differences change={change} />
        <CommandText title={text('changes.command')} commands={[commandOf(change, specs.data ?? [])]} />
        <div className="form-actions">
          <Button data-first onClick={onClose}>
            {text('changes.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Differences({ change }: Readonly<{ change: Change }>): ReactNode {
  const { text } = useLanguage();
  if (change.error !== '') return null;
  if (change.differences.length === 0) return <p>{text('changes.noDifference')}</p>;
  return (
    <div
      className="table-scroll differences"
      tabIndex={0}
      role="group"
      aria-label={text('changes.differences')}
    >
      <table>
        <caption className="sr-only">{text('changes.differences')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('changes.property')}</th>
            <th scope="col">{text('changes.before')}</th>
            <th scope="col">{text('changes.after')}</th>
          </tr>
        </thead>
        <tbody>
          {change.differences.map((difference, index) => (
            <Row key={`${index} ${difference.property}`} difference={difference} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Of a list only what came and what went. Signs stand beside the colours, for those who do not see them. */
function Row({ difference }: Readonly<{ difference: Difference }>): ReactNode {
  const { text, number } = useLanguage();
  const { property, before, after } = difference;
  const list = listChange(difference);
  const kept = list === null || list.kept === 0 ? null : text('changes.kept', { count: number(list.kept) });
  return (
    <tr>
      <th scope="row">{property}</th>
      <td>
        <Items sign="−" className="gone" items={list?.removed ?? [before]} />
        {kept === null ? null : <span className="hint">{kept}</span>}
      </td>
      <td>
        <Items sign="+" className="come" items={list?.added ?? [after]} />
        {kept === null ? null : <span className="hint">{kept}</span>}
      </td>
    </tr>
  );
}

type ItemsProps = Readonly<{ sign: string; className: string; items: readonly string[] }>;

function Items({ sign, className, items }: ItemsProps): ReactNode {
  const { text } = useLanguage();
  const isEmpty = items.every((item) => item === '');
  if (items.length === 0) return null;
  if (isEmpty) return <span className="hint">{text('changes.nothing')}</span>;
  return (
    <ul className="plain">
      {items.map((item, index) => (
        <li key={`${index} ${item}`} className={className}>
          <span aria-hidden>{sign} </span>
          {item}
        </li>
      ))}
    </ul>
  );
}
