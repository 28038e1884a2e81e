import { Field, Input, Spinner } from '@fluentui/react-components';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { formatBinding } from '../../../../src/config/binding.ts';
import { formatIpRange, parseIp } from '../../../../src/config/ip-range.ts';
import type { Binding } from '../../../../src/config/receive-connector.ts';
import { useCommand } from '../../api/use-command.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { bindingName } from '../../settings/binding-name.ts';
import { type Connector, connectorOf, GET_CONNECTORS, LISTED } from './connector.ts';
import { bindingsOf, holdersOf, levelOf, type RangeNode, rangeTree, winnerOf } from './range-tree.ts';

/** Boxes drawn beside each other. */
const MOST_BOXES = 150;

type Props = Readonly<{ connector: Connector }>;

/** Boxes within boxes: the deepest that holds the address takes the connection. */
export function RangePicture({ connector }: Props): ReactNode {
  const { text } = useLanguage();
  const answer = useCommand(GET_CONNECTORS, { properties: LISTED });
  const bindings = useMemo(() => bindingsOf(connector), [connector]);
  const all = useMemo(() => answer.data?.objects.map(connectorOf), [answer.data]);
  const [address, setAddress] = useState('');
  const isFaulty = address.trim() !== '' && parseIp(address.trim()) === null;
  if (answer.isError) return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  if (all === undefined) return <Spinner label={text('common.loading')} />;
  return (
    <div className="picture">
      <p>{text('picture.intro')}</p>
      <Field
        label={text('picture.address')}
        {...(isFaulty ? { validationMessage: text('picture.badAddress') } : {})}
      >
        <Input value={address} onChange={(_, { value }) => setAddress(value)} autoComplete="off" />
      </Field>
      {bindings.map((binding) => (
        <Picture key={formatBinding(binding)} {...{ binding, all, address }} own={connector.guid} />
      ))}
    </div>
  );
}

type PictureProps = Readonly<{ binding: Binding; all: readonly Connector[]; own: string; address: string }>;

function Picture({ binding, all, own, address }: PictureProps): ReactNode {
  const { text } = useLanguage();
  const key = formatBinding(binding);
  const tree = useMemo(() => rangeTree(all, binding), [all, binding]);
  const winner = useMemo(() => winnerOf(tree, address), [tree, address]);
  const matters = useMemo(
    () => holdersOf(tree, (node) => node === winner || node.connector.guid === own),
    [tree, winner, own],
  );
  return (
    <section aria-label={key}>
      <h2>{bindingName(key, text)}</h2>
      <p role="status">
        {winner === null
          ? ''
          : text('picture.winner', { address: address.trim(), name: winner.connector.name })}
      </p>
      <Boxes nodes={tree} own={own} winner={winner} matters={matters} />
    </section>
  );
}

type BoxesProps = Readonly<{
  nodes: readonly RangeNode[];
  own: string;
  winner: RangeNode | null;
  matters: ReadonlySet<RangeNode>;
}>;

function Boxes({ nodes, own, winner, matters }: BoxesProps): ReactNode {
  const { text, number } = useLanguage();
  const { shown, hidden } = levelOf(nodes, matters, MOST_BOXES);
  return (
    <ul className="boxes">
      {shown.map((node) => {
        const classes = ['box', node.connector.guid === own ? 'own' : '', node === winner ? 'winner' : ''];
        const size =
          node.size < 1_000_000n ? number(Number(node.size)) : `2^${node.size.toString(2).length - 1}`;
        return (
          <li key={`${node.connector.guid} ${node.range.text}`} className={classes.filter(Boolean).join(' ')}>
            <div className="box-head">
              <Link to={`/receive-connectors/${node.connector.guid}?tab=picture`}>{node.connector.name}</Link>
              <code>{formatIpRange(node.range)}</code>
              <span className="hint">{text('picture.size', { size })}</span>
              {node === winner ? <strong>{text('picture.wins')}</strong> : null}
            </div>
            {node.inside.length === 0 ? null : <Boxes nodes={node.inside} {...{ own, winner, matters }} />}
          </li>
        );
      })}
      {hidden === 0 ? null : <li className="box hint">{text('picture.more', { count: number(hidden) })}</li>}
    </ul>
  );
}
