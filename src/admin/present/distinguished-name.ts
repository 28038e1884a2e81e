import type { ServerIdentity } from '../../config/organization.ts';

/** Containers of the configuration tree, from the organization down. receive-connectors.md §1.1 */
const ORGANIZATION =
  'CN=Postern Administrative Group,CN=Administrative Groups,CN=Postern,CN=Microsoft Exchange,CN=Services,CN=Configuration';
const TRANSPORT = 'CN=Transport Settings,CN=Postern,CN=Microsoft Exchange,CN=Services,CN=Configuration';

/** `DC=contoso,DC=com`, of the domain in which the server is. */
function domainComponents(server: ServerIdentity): string {
  const labels = server.fqdn.split('.').slice(1);
  return (labels.length > 0 ? labels : [server.domain]).map((label) => `DC=${label}`).join(',');
}

export function serverDn(server: ServerIdentity): string {
  return `CN=${escapeDn(server.name)},CN=Servers,${ORGANIZATION},${domainComponents(server)}`;
}

export function receiveConnectorDn(server: ServerIdentity, name: string): string {
  return `CN=${escapeDn(name)},CN=SMTP Receive Connectors,CN=Protocols,${serverDn(server)}`;
}

export function sendConnectorDn(server: ServerIdentity, name: string): string {
  const container = 'CN=Connections,CN=Postern Routing Group,CN=Routing Groups';
  return `CN=${escapeDn(name)},${container},${ORGANIZATION},${domainComponents(server)}`;
}

export function acceptedDomainDn(server: ServerIdentity, name: string): string {
  return `CN=${escapeDn(name)},CN=Accepted Domains,${TRANSPORT},${domainComponents(server)}`;
}

export function remoteDomainDn(server: ServerIdentity, name: string): string {
  return `CN=${escapeDn(name)},CN=Internet Message Formats,CN=Global Settings,CN=Postern,CN=Microsoft Exchange,CN=Services,CN=Configuration,${domainComponents(server)}`;
}

/** Settings that exist once: `Transport Settings`, `SenderFilterConfig`, … */
export function settingsDn(server: ServerIdentity, name: string): string {
  if (name === 'Transport Settings') return `${TRANSPORT},${domainComponents(server)}`;
  return `CN=${escapeDn(name)},CN=Message Hygiene,${TRANSPORT},${domainComponents(server)}`;
}

export function recipientDn(server: ServerIdentity, name: string): string {
  return `CN=${escapeDn(name)},CN=Users,${domainComponents(server)}`;
}

/** RFC 4514 §2.4 */
function escapeDn(text: string): string {
  return text.replaceAll(/[,\\#+<>;"=]/g, '\\$&');
}
