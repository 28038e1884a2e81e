import { Field, Input } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { formatBinding } from '../../../../src/config/binding.ts';
import { formatIpRange, parseIp } from '../../../../src/config/ip-range.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { bindingName } from '../../settings/binding-name.ts';
import type { Connector } from './connector.ts';
import { bindingsOf, type RangeNode, rangeTree, winnerOf } from './range-tree.ts';

type Props = Readonly<{ connector: Connector; all: readonly Connector[] }>;

/** Boxes within boxes: the deepest that holds the address takes the connection. */
export function RangePicture({ connector, all }: Props): ReactNode {
  const { text } = useLanguage();
  const [address, setAddress] = useState('');
  const isFaulty = address.trim() !== '' && parseIp(address.trim()) === null;
  return (
    <div className="picture">
      <p>{text('picture.intro')}</p>
      <Field
        label={text('picture.address')}
        {...(isFaulty ? { validationMessage: text('picture.badAddress') } : {})}
      >
        <Input value={address} onChange={(_, { value }) => setAddress(value)} autoComplete="off" />
      </Field>
      {bindingsOf(connector).map((binding) => {
        const tree = rangeTree(all, binding);
        const winner = winnerOf(tree, address);
        const key = formatBinding(binding);
        return (
          <section key={key} aria-label={key}>
            <h2>{bindingName(key, text)}</h2>
            <p role="status">
              {winner === null
                ? ''
                : text('picture.winner', { address: address.trim(), name: winner.connector.name })}
            </p>
            <Boxes nodes={tree} own={connector.guid} winner={winner} />
          </section>
        );
      })}
    </div>
  );
}

type BoxesProps = Readonly<{ nodes: readonly RangeNode[]; own: string; winner: RangeNode | null }>;

function Boxes({ nodes, own, winner }: BoxesProps): ReactNode {
  const { text, number } = useLanguage();
  return (
    <ul className="boxes">
      {nodes.map((node) => {
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
            {node.inside.length === 0 ? null : <Boxes nodes={node.inside} own={own} winner={winner} />}
          </li>
        );
      })}
    </ul>
  );
}
