import { Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useCommand } from '../../api/use-command.ts';
import { CommandText } from '../../command/command-text.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import type { Connector } from './connector.ts';
import { ANONYMOUS, type Entry, entriesOf, EXTERNALLY_SECURED, relayState } from './relay-state.ts';

/** The eleven rights that decide something, the most telling first. receive-connectors.md §3.3 */
const RIGHTS: readonly Readonly<{ right: string; meaning: TextKey }>[] = [
  { right: 'ms-Exch-SMTP-Submit', meaning: 'right.submit' },
  { right: 'ms-Exch-SMTP-Accept-Any-Recipient', meaning: 'right.anyRecipient' },
  { right: 'ms-Exch-SMTP-Accept-Any-Sender', meaning: 'right.anySender' },
  { right: 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender', meaning: 'right.authoritativeSender' },
  { right: 'ms-Exch-SMTP-Accept-Authentication-Flag', meaning: 'right.authenticationFlag' },
  { right: 'ms-Exch-Bypass-Anti-Spam', meaning: 'right.bypassAntiSpam' },
  { right: 'ms-Exch-Bypass-Message-Size-Limit', meaning: 'right.bypassSize' },
  { right: 'ms-Exch-Accept-Headers-Routing', meaning: 'right.headersRouting' },
  { right: 'ms-Exch-Accept-Headers-Organization', meaning: 'right.headersOrganization' },
  { right: 'ms-Exch-Accept-Headers-Forest', meaning: 'right.headersForest' },
  { right: 'ms-Exch-SMTP-Accept-Exch50', meaning: 'right.exch50' },
];

/** Who may do what on this connector: rights down, principals across. */
export function RightsMatrix({ connector }: Readonly<{ connector: Connector }>): ReactNode {
  const { text } = useLanguage();
  const command = { name: 'Get-ADPermission', parameters: { Identity: connector.identity } };
  const rights = useCommand(command);
  if (rights.isPending) return <Spinner label={text('common.loading')} />;
  if (rights.isError) return <ErrorBar error={rights.error} onRetry={() => void rights.refetch()} />;
  const entries = entriesOf(rights.data.objects);
  const { principal } = relayState(connector, entries);
  const principals = principalsOf(entries, principal);
  return (
    <div className="rights-matrix">
      <p>{text('rights.intro', { principal })}</p>
      <section className="table-scroll" tabIndex={0} aria-label={text('connector.tab.rights')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{text('rights.right')}</th>
              {principals.map((one) => (
                <th key={one} scope="col" className={one === principal ? 'own' : ''}>
                  <span lang="en">{one}</span>
                  {one === principal ? <span className="hint">{text('rights.withoutSignIn')}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RIGHTS.map(({ right, meaning }) => (
              <tr key={right}>
                <th scope="row">
                  <span lang="en">{right}</span>
                  <span className="hint">{text(meaning)}</span>
                </th>
                {principals.map((one) => (
                  <Right
                    key={one}
                    entries={entries}
                    principal={one}
                    right={right}
                    isOwn={one === principal}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <CommandText title={text('rights.command')} commands={[command]} />
    </div>
  );
}

/** The session without credentials first, then the order in which the entries name them. */
function principalsOf(entries: readonly Entry[], own: string): readonly string[] {
  const known = [own, ANONYMOUS, EXTERNALLY_SECURED, ...entries.map(({ principal }) => principal)];
  return [...new Set(known)];
}

type RightProps = Readonly<{ entries: readonly Entry[]; principal: string; right: string; isOwn: boolean }>;

function Right({ entries, principal, right, isOwn }: RightProps): ReactNode {
  const { text } = useLanguage();
  const own = entries.filter((entry) => entry.principal === principal && entry.right === right);
  const state = own.some(({ deny }) => deny) ? 'denied' : own.length > 0 ? 'granted' : 'none';
  const sign = { granted: '✓', denied: '✕', none: '–' }[state];
  return (
    <td className={`${state}${isOwn ? ' own' : ''}`}>
      <span aria-hidden>{sign}</span>
      <span className="sr-only">{text(`rights.${state}`)}</span>
    </td>
  );
}
