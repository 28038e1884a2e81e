import { Spinner } from '@fluentui/react-components';
import { lazy, type ReactNode, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Frame } from './frame/frame.tsx';
import { NotFound } from './frame/not-found.tsx';
import { useLanguage } from './i18n/language.tsx';

/** Each screen is a file of its own, loaded when it is opened. A new screen: one line here, one in frame/places.ts. */
const Home = lazy(() => import('./screens/home/home.tsx').then(({ Home: screen }) => ({ default: screen })));
const ReceiveConnectors = lazy(() =>
  import('./screens/receive-connectors/list.tsx').then((module) => ({ default: module.ReceiveConnectors })),
);
const NewReceiveConnector = lazy(() =>
  import('./screens/receive-connectors/wizard.tsx').then((module) => ({
    default: module.NewReceiveConnector,
  })),
);
const EditReceiveConnector = lazy(() =>
  import('./screens/receive-connectors/edit.tsx').then((module) => ({
    default: module.EditReceiveConnector,
  })),
);
const TestRelay = lazy(() =>
  import('./screens/test-relay/test-relay.tsx').then((module) => ({ default: module.TestRelay })),
);
const TestMailflow = lazy(() =>
  import('./screens/test-mailflow/test-mailflow.tsx').then((module) => ({ default: module.TestMailflow })),
);
const Queues = lazy(() =>
  import('./screens/queues/queues.tsx').then((module) => ({ default: module.Queues })),
);
const QueueMessages = lazy(() =>
  import('./screens/queues/messages.tsx').then((module) => ({ default: module.QueueMessages })),
);
const Live = lazy(() => import('./screens/live/live.tsx').then((module) => ({ default: module.Live })));
const Tracking = lazy(() =>
  import('./screens/tracking/tracking.tsx').then((module) => ({ default: module.Tracking })),
);
const Timeline = lazy(() =>
  import('./screens/tracking/timeline.tsx').then((module) => ({ default: module.Timeline })),
);
const Devices = lazy(() =>
  import('./screens/devices/devices.tsx').then((module) => ({ default: module.Devices })),
);
const DeviceDetails = lazy(() =>
  import('./screens/devices/device.tsx').then((module) => ({ default: module.DeviceDetails })),
);
const CapturedMessages = lazy(() =>
  import('./screens/captured/captured.tsx').then((module) => ({ default: module.CapturedMessages })),
);
const CapturedMessage = lazy(() =>
  import('./screens/captured/message.tsx').then((module) => ({ default: module.CapturedMessage })),
);

// Send connectors, accepted domains, recipients, administrators, certificates, server settings
const SendConnectors = lazy(() =>
  import('./screens/send-connectors/list.tsx').then((module) => ({ default: module.SendConnectors })),
);
const NewSendConnector = lazy(() =>
  import('./screens/send-connectors/wizard.tsx').then((module) => ({ default: module.NewSendConnector })),
);
const EditSendConnector = lazy(() =>
  import('./screens/send-connectors/edit.tsx').then((module) => ({ default: module.EditSendConnector })),
);
const AcceptedDomains = lazy(() =>
  import('./screens/accepted-domains/accepted-domains.tsx').then((module) => ({
    default: module.AcceptedDomains,
  })),
);
const NewAcceptedDomain = lazy(() =>
  import('./screens/accepted-domains/accepted-domains.tsx').then((module) => ({
    default: module.NewAcceptedDomain,
  })),
);
const EditAcceptedDomain = lazy(() =>
  import('./screens/accepted-domains/accepted-domains.tsx').then((module) => ({
    default: module.EditAcceptedDomain,
  })),
);
const RemoteDomains = lazy(() =>
  import('./screens/remote-domains/list.tsx').then((module) => ({ default: module.RemoteDomains })),
);
const NewRemoteDomain = lazy(() =>
  import('./screens/remote-domains/new.tsx').then((module) => ({ default: module.NewRemoteDomain })),
);
const EditRemoteDomain = lazy(() =>
  import('./screens/remote-domains/edit.tsx').then((module) => ({ default: module.EditRemoteDomain })),
);
const Changes = lazy(() =>
  import('./screens/changes/changes.tsx').then((module) => ({ default: module.Changes })),
);
const Shell = lazy(() => import('./screens/shell/shell.tsx').then((module) => ({ default: module.Shell })));
const Recipients = lazy(() =>
  import('./screens/recipients/recipients.tsx').then((module) => ({ default: module.Recipients })),
);
const NewRecipient = lazy(() =>
  import('./screens/recipients/recipients.tsx').then((module) => ({ default: module.NewRecipient })),
);
const EditRecipient = lazy(() =>
  import('./screens/recipients/edit.tsx').then((module) => ({ default: module.EditRecipient })),
);
const Administrators = lazy(() =>
  import('./screens/administrators/administrators.tsx').then((module) => ({
    default: module.Administrators,
  })),
);
const NewAdministrator = lazy(() =>
  import('./screens/administrators/administrators.tsx').then((module) => ({
    default: module.NewAdministrator,
  })),
);
const EditAdministrator = lazy(() =>
  import('./screens/administrators/edit.tsx').then((module) => ({ default: module.EditAdministrator })),
);
const Account = lazy(() =>
  import('./screens/account/account.tsx').then((module) => ({ default: module.Account })),
);
const Certificates = lazy(() =>
  import('./screens/certificates/list.tsx').then((module) => ({ default: module.Certificates })),
);
const NewCertificate = lazy(() =>
  import('./screens/certificates/new.tsx').then((module) => ({ default: module.NewCertificate })),
);
const ImportCertificate = lazy(() =>
  import('./screens/certificates/import.tsx').then((module) => ({ default: module.ImportCertificate })),
);
const EditCertificate = lazy(() =>
  import('./screens/certificates/edit.tsx').then((module) => ({ default: module.EditCertificate })),
);
const ServerSettings = lazy(() =>
  import('./screens/server-settings/settings.tsx').then((module) => ({ default: module.ServerSettings })),
);

export function AppRoutes(): ReactNode {
  const { text } = useLanguage();
  return (
    <Frame>
      <Suspense fallback={<Spinner label={text('common.loading')} />}>
        <Routes>
          <Route path="/" element={<Home />} />
          <Route path="/receive-connectors" element={<ReceiveConnectors />} />
          <Route path="/receive-connectors/new" element={<NewReceiveConnector />} />
          <Route path="/receive-connectors/:guid" element={<EditReceiveConnector />} />
          <Route path="/test-relay" element={<TestRelay />} />
          <Route path="/test-mailflow" element={<TestMailflow />} />
          <Route path="/queues" element={<Queues />} />
          <Route path="/queues/:queue" element={<QueueMessages />} />
          <Route path="/live" element={<Live />} />
          <Route path="/send-connectors" element={<SendConnectors />} />
          <Route path="/send-connectors/new" element={<NewSendConnector />} />
          <Route path="/send-connectors/:guid" element={<EditSendConnector />} />
          <Route path="/accepted-domains" element={<AcceptedDomains />} />
          <Route path="/accepted-domains/new" element={<NewAcceptedDomain />} />
          <Route path="/accepted-domains/:guid" element={<EditAcceptedDomain />} />
          <Route path="/remote-domains" element={<RemoteDomains />} />
          <Route path="/remote-domains/new" element={<NewRemoteDomain />} />
          <Route path="/remote-domains/:guid" element={<EditRemoteDomain />} />
          <Route path="/changes" element={<Changes />} />
          <Route path="/shell" element={<Shell />} />
          <Route path="/tracking" element={<Tracking />} />
          <Route path="/tracking/:networkId" element={<Timeline />} />
          <Route path="/devices" element={<Devices />} />
          <Route path="/devices/:address" element={<DeviceDetails />} />
          <Route path="/captured" element={<CapturedMessages />} />
          <Route path="/captured/:id" element={<CapturedMessage />} />
          <Route path="/recipients" element={<Recipients />} />
          <Route path="/recipients/:kind" element={<Recipients />} />
          <Route path="/recipients/:kind/new" element={<NewRecipient />} />
          <Route path="/recipients/:kind/:guid" element={<EditRecipient />} />
          <Route path="/administrators" element={<Administrators />} />
          <Route path="/administrators/new" element={<NewAdministrator />} />
          <Route path="/administrators/:guid" element={<EditAdministrator />} />
          <Route path="/account" element={<Account />} />
          <Route path="/certificates" element={<Certificates />} />
          <Route path="/certificates/new" element={<NewCertificate />} />
          <Route path="/certificates/import" element={<ImportCertificate />} />
          <Route path="/certificates/:thumbprint" element={<EditCertificate />} />
          <Route path="/server-settings" element={<ServerSettings />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Frame>
  );
}
