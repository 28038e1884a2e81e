import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { dateOf, isOn, itemsOf, textOf } from '../../api/objects.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import type { Column } from '../../table/data-table.tsx';
import { GET_CERTIFICATES, REMOVAL, validityOf } from './certificate.ts';
import { ValidityBadge } from './validity-badge.tsx';

/** Certificates of the server, and requests that wait for their answer. */
export function Certificates(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  return (
    <Page
      title={text('cert.title')}
      intro={text('cert.intro')}
      actions={
        <>
          {may('Import-ExchangeCertificate') ? (
            <LinkButton to="/certificates/import">{text('cert.import')}</LinkButton>
          ) : null}
          {may('New-ExchangeCertificate') ? (
            <LinkButton to="/certificates/new" primary>
              {text('connectors.add')}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <ObjectList
        label={text('cert.title')}
        get={GET_CERTIFICATES}
        columns={useInLanguage(columnsIn)}
        rowKey={(object) => textOf(object, 'Thumbprint')}
        empty={text('cert.empty')}
        removal={REMOVAL}
      />
    </Page>
  );
}

function columnsIn({ text, dateTime }: LanguageView): readonly Column<AdminObject>[] {
  const name = (object: AdminObject): string => itemsOf(object, 'CertificateDomains').join(', ');
  return [
    {
      key: 'names',
      name: text('cert.names'),
      value: name,
      cell: (object) => (
        <Link to={`/certificates/${textOf(object, 'Thumbprint')}`}>
          {name(object) || textOf(object, 'Subject')}
        </Link>
      ),
      narrow: true,
    },
    {
      key: 'status',
      name: text('connectors.status'),
      value: (object) => text(`cert.${validityOf(object)}`),
      cell: (object) => <ValidityBadge validity={validityOf(object)} />,
      width: '10rem',
      narrow: true,
    },
    {
      key: 'expires',
      name: text('cert.notAfter'),
      value: (object) => dateOf(object, 'NotAfter')?.toISOString() ?? '',
      cell: (object) => {
        const end = dateOf(object, 'NotAfter');
        return end === null || validityOf(object) === 'request' ? '' : dateTime(end);
      },
      width: '13rem',
    },
    {
      key: 'services',
      name: text('cert.services'),
      value: (object) => itemsOf(object, 'Services').join(', ') || text('cert.noService'),
      width: '9rem',
    },
    {
      key: 'issuer',
      name: text('cert.issuer'),
      value: (object) => (isOn(object, 'IsSelfSigned') ? text('cert.selfSigned') : textOf(object, 'Issuer')),
    },
    { key: 'thumbprint', name: text('cert.thumbprint'), value: (object) => textOf(object, 'Thumbprint') },
  ];
}
