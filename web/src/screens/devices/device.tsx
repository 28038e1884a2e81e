import { Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { type Device, useDevices } from '../../api/devices.ts';
import { CauseText } from '../../frame/cause-text.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import './devices.css';
import { Sparkline } from './sparkline.tsx';

/** All that is known of one source address, and what one can ask next. */
export function DeviceDetails(): ReactNode {
  const { text } = useLanguage();
  const { address = '' } = useParams();
  const devices = useDevices();
  const device = devices.data?.find((one) => one.address === address);
  return (
    <Page
      title={text('device.title', { address })}
      actions={<LinkButton to="/devices">{text('device.back')}</LinkButton>}
    >
      {devices.isError ? <ErrorBar error={devices.error} onRetry={() => void devices.refetch()} /> : null}
      {devices.isPending ? <Spinner label={text('common.loading')} /> : null}
      {devices.isSuccess && device === undefined ? (
        <div className="empty">
          <p>{text('device.none')}</p>
        </div>
      ) : null}
      <Ways address={address} />
      {device === undefined ? null : <Facts device={device} />}
    </Page>
  );
}

function Ways({ address }: Readonly<{ address: string }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const ways: readonly (readonly [string, string, TextKey])[] = [
    ['Test-Relay', `/test-relay?${new URLSearchParams({ from: address })}`, 'device.toTest'],
    [
      'Get-MessageTrackingLog',
      `/tracking?${new URLSearchParams({ device: address, period: 'week' })}`,
      'device.toTracking',
    ],
    ['Get-Queue', `/live?${new URLSearchParams({ remote: address })}`, 'device.toLive'],
  ];
  return (
    <div className="actions">
      {ways.map(([command, to, key]) =>
        may(command) ? (
          <LinkButton key={key} to={to}>
            {text(key)}
          </LinkButton>
        ) : null,
      )}
    </div>
  );
}

function Facts({ device }: Readonly<{ device: Device }>): ReactNode {
  const { text, number, dateTime } = useLanguage();
  const { name, helo, senders, connector, why, cause, tls, limits } = device;
  const facts: readonly (readonly [TextKey, ReactNode])[] = [
    ['devices.name', name ?? text('device.noName')],
    ['devices.helo', <Texts key="helo" texts={helo} />],
    ['devices.senders', <Texts key="senders" texts={senders} />],
    ['devices.tls', tls ?? text('devices.clear')],
    ['devices.messages', number(device.messages)],
    ['devices.refused', number(device.refused)],
    ['devices.limits', <Texts key="limits" texts={limits} />],
    ['devices.firstSeen', dateTime(new Date(device.firstSeen))],
    ['devices.lastSeen', dateTime(new Date(device.lastSeen))],
  ];
  return (
    <>
      <section className="card device-connector" aria-labelledby="device-connector">
        <h2 id="device-connector">{text('devices.connector')}</h2>
        <p>{connector === '' ? text('device.noConnector') : connector}</p>
        {cause === null ? null : (
          <p className="hint">
            {text('device.why')} <CauseText facts={cause} words={why} />
          </p>
        )}
      </section>
      <dl className="device-facts">
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{text(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>{text('devices.volume')}</h2>
      <Sparkline values={device.volume} tall />
    </>
  );
}

function Texts({ texts }: Readonly<{ texts: readonly string[] }>): ReactNode {
  const { text } = useLanguage();
  if (texts.length === 0) return text('device.nothing');
  return (
    <ul className="plain">
      {texts.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
