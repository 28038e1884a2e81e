import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { dateOf, isOn, itemsOf, textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { useConnectors } from '../../api/use-connectors.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { ObjectPage } from '../../frame/object-page.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingField } from '../../settings/setting-field.tsx';
import { connectorsWith, GET_CERTIFICATES, nameOf, REMOVAL, validityOf } from './certificate.ts';
import { ValidityBadge } from './validity-badge.tsx';

const TABS: readonly [Tab<'general' | 'services'>, Tab<'general' | 'services'>] = [
  { name: 'general', text: 'connector.tab.general' },
  { name: 'services', text: 'cert.services' },
];

/** One certificate: what it says, who presents it, and which services may use it. */
export function EditCertificate(): ReactNode {
  const { thumbprint = '' } = useParams();
  return (
    <ObjectPage
      get={GET_CERTIFICATES}
      find={(object) => textOf(object, 'Thumbprint') === thumbprint}
      title={(object) => itemsOf(object, 'CertificateDomains')[0] ?? textOf(object, 'Subject')}
      back={{ path: '/certificates', name: 'cert.title' }}
      removal={REMOVAL}
    >
      {(object) => <Details key={thumbprint} certificate={object} />}
    </ObjectPage>
  );
}

function Details({ certificate }: Readonly<{ certificate: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const tab = useTab(TABS);
  return (
    <>
      <Tabs label={text('cert.title')} tabs={TABS} current={tab} />
      <div className="tab-panel">
        {tab === 'general' ? (
          <>
            <Facts certificate={certificate} />
            <Users certificate={certificate} />
          </>
        ) : (
          <Services certificate={certificate} />
        )}
      </div>
    </>
  );
}

function Facts({ certificate }: Readonly<{ certificate: AdminObject }>): ReactNode {
  const { text, dateTime } = useLanguage();
  const validity = validityOf(certificate);
  const date = (name: string): string => {
    const at = dateOf(certificate, name);
    return at === null ? '' : dateTime(at);
  };
  const facts: readonly (readonly [string, ReactNode])[] = [
    [text('connectors.status'), <ValidityBadge key="status" validity={validity} />],
    [text('cert.names'), itemsOf(certificate, 'CertificateDomains').join(', ')],
    [text('cert.subject'), textOf(certificate, 'Subject')],
    [
      text('cert.issuer'),
      isOn(certificate, 'IsSelfSigned') ? text('cert.selfSigned') : textOf(certificate, 'Issuer'),
    ],
    ...(validity === 'request'
      ? []
      : ([
          [text('cert.notBefore'), date('NotBefore')],
          [text('cert.notAfter'), date('NotAfter')],
        ] as const)),
    [text('cert.services'), itemsOf(certificate, 'Services').join(', ') || text('cert.noService')],
    [text('cert.friendlyName'), textOf(certificate, 'FriendlyName')],
    [text('cert.keySize'), textOf(certificate, 'PublicKeySize')],
    [text('cert.serial'), textOf(certificate, 'SerialNumber')],
    [text('cert.thumbprint'), textOf(certificate, 'Thumbprint')],
    [text('cert.connectorName'), nameOf(certificate)],
  ];
  return (
    <dl className="pairs facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Connectors that present it now. */
function Users({ certificate }: Readonly<{ certificate: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const all = useCommand(GET_CERTIFICATES);
  const connectors = useConnectors();
  const names = connectorsWith(textOf(certificate, 'Thumbprint'), all.data?.objects ?? [], connectors);
  return (
    <>
      <h2>{text('cert.usedBy')}</h2>
      {names.length === 0 ? (
        <p>{text('cert.usedByNone')}</p>
      ) : (
        <ul>
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Services are added here; a certificate is taken from a service by removing it. */
function Services({ certificate }: Readonly<{ certificate: AdminObject }>): ReactNode {
  const { text } = useLanguage();
  const run = useRunCommands();
  const stored = itemsOf(certificate, 'Services');
  const [added, setAdded] = useState<readonly string[]>([]);
  const fresh = added.filter((one) => !stored.includes(one));
  const command = {
    name: 'Enable-ExchangeCertificate',
    parameters: { Thumbprint: textOf(certificate, 'Thumbprint'), Services: fresh },
  };
  return (
    <CommandForm
      commands={fresh.length === 0 ? [] : [command]}
      run={run}
      saveName={text('common.save')}
      onDone={() => setAdded([])}
    >
      <SettingField
        setting={{
          parameter: 'Services',
          name: 'cert.services',
          hint: 'cert.servicesHint',
          kind: 'flags',
          choices: ['SMTP', 'IMAP', 'POP', 'IIS'].map((value) => ({ value, name: null })),
        }}
        draft={{ Services: [...stored, ...fresh] }}
        error={run.error}
        onChange={(_, value) => setAdded(typeof value === 'object' && !('$' in value) ? value : [])}
      />
    </CommandForm>
  );
}
