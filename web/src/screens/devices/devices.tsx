import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Device, useDevices } from '../../api/devices.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { selectionCause } from '../../i18n/selection-cause.ts';
import { type Column, DataTable } from '../../table/data-table.tsx';
import './devices.css';
import { Sparkline } from './sparkline.tsx';

/** Who sends through this server: one row for each source address. */
export function Devices(): ReactNode {
  const { text } = useLanguage();
  const devices = useDevices();
  const columns = useInLanguage(columnsIn);
  return (
    <Page title={text('devices.title')} intro={text('devices.intro')}>
      {devices.isError ? <ErrorBar error={devices.error} onRetry={() => void devices.refetch()} /> : null}
      <DataTable
        label={text('devices.title')}
        columns={columns}
        rows={devices.data ?? (devices.isError ? [] : undefined)}
        rowKey={({ address }) => address}
        order={{ column: 'lastSeen', descending: true }}
        empty={
          <>
            <p>{text('devices.empty')}</p>
            <LinkButton to="/test-relay">{text('home.ask')}</LinkButton>
          </>
        }
      />
    </Page>
  );
}

function columnsIn(language: LanguageView): readonly Column<Device>[] {
  const { text, number, dateTime } = language;
  const at = (iso: string): string => dateTime(new Date(iso));
  return [
    {
      key: 'address',
      name: text('devices.address'),
      value: ({ address }) => address,
      cell: ({ address }) => <Link to={`/devices/${encodeURIComponent(address)}`}>{address}</Link>,
      narrow: true,
    },
    { key: 'name', name: text('devices.name'), value: ({ name = '' }) => name },
    { key: 'helo', name: text('devices.helo'), value: ({ helo }) => helo.join(', ') },
    { key: 'senders', name: text('devices.senders'), value: ({ senders }) => senders.join(', ') },
    {
      key: 'connector',
      name: text('devices.connector'),
      // The reason is shown when the pointer rests there, and on the device's own page.
      value: ({ connector, why, cause }) => {
        const told = cause === null ? null : selectionCause(cause, language);
        return told === null ? why || connector : `${connector}: ${told}`;
      },
      cell: ({ connector }) => connector,
    },
    {
      key: 'tls',
      name: text('devices.tls'),
      value: ({ tls }) => tls ?? text('devices.clear'),
      width: '6rem',
    },
    {
      key: 'volume',
      name: text('devices.volume'),
      value: ({ volume }) => volume.reduce((sum, value) => sum + value, 0),
      cell: ({ volume }) => <Sparkline values={volume} />,
      width: '9rem',
      narrow: true,
    },
    {
      key: 'messages',
      name: text('devices.messages'),
      value: ({ messages }) => messages,
      cell: ({ messages }) => number(messages),
      width: '6.5rem',
      numeric: true,
    },
    { key: 'limits', name: text('devices.limits'), value: ({ limits }) => limits.join(', ') },
    {
      key: 'firstSeen',
      name: text('devices.firstSeen'),
      value: ({ firstSeen }) => firstSeen,
      cell: ({ firstSeen }) => at(firstSeen),
      width: '11.5rem',
    },
    {
      key: 'lastSeen',
      name: text('devices.lastSeen'),
      value: ({ lastSeen }) => lastSeen,
      cell: ({ lastSeen }) => at(lastSeen),
      width: '11.5rem',
    },
  ];
}
