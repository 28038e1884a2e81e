import type { SendConnector } from '../../config/send-connector.ts';
import type { DialogueLine, NextHopTest } from '../../transport/test-next-hop.ts';
import type { AdminObject } from '../contract/values.ts';
import { adminObject, list } from './values.ts';

/** `> EHLO …`, `< 250 …`, `* what is worth a note`, `+ ip:port`, `-`: the marks of the protocol log. */
export function presentSendConnectorTest(connector: SendConnector, test: NextHopTest): AdminObject {
  const { endpoint, trouble, tls, lines } = test;
  return adminObject('SendConnectorTest', connector.name, [
    ['SendConnector', connector.name],
    ['Result', trouble === null ? 'Success' : 'Failed'],
    ['Host', endpoint?.host ?? ''],
    ['EndPoint', endpoint === null ? '' : endPoint(endpoint)],
    ['Tls', tls ?? ''],
    ['Details', trouble ?? ''],
    ['Dialogue', list(lines.map(lineText))],
  ]);
}

function endPoint({ address, port }: Readonly<{ address: string; port: number }>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function lineText({ event, text, context, remoteEndpoint }: DialogueLine): string {
  return `${event} ${event === '+' ? remoteEndpoint : text || context}`.trimEnd();
}
