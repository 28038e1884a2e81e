import { formatBinding } from '../../../config/binding.ts';
import type { Binding } from '../../../config/receive-connector.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import type { AdminObject } from '../../contract/values.ts';
import { checkServer } from '../../identity.ts';
import type { AdminPorts, Greeting } from '../../ports.ts';
import { adminObject } from '../../present/values.ts';

/** Exchange: Test-SmtpConnectivity. One connection to each binding of each connector that is enabled. */
export async function testConnectivity({ current, args, ports }: QueryInput): Promise<Answer | AdminError> {
  const { server, receiveConnectors } = current;
  const otherServer = checkServer(textOf(args, 'Identity'), server);
  if (otherServer !== null) return { ...otherServer, parameter: 'Identity' };
  const tests = receiveConnectors
    .filter((connector) => connector.enabled)
    .flatMap((connector) => connector.bindings.map((binding) => ({ name: connector.name, binding })));
  const objects = await Promise.all(
    tests.map(async ({ name, binding }): Promise<AdminObject> => {
      const endPoint = { address: reachable(binding), port: realPort(ports, binding) };
      const greeting = await ports.greet(endPoint.address, endPoint.port);
      return adminObject('SmtpConnectivityStatus', `${server.name}\\${name}`, [
        ['Server', server.name],
        ['ReceiveConnector', name],
        ['Binding', formatBinding(binding)],
        ['EndPoint', formatBinding({ ...binding, ...endPoint })],
        ['StatusCode', statusOf(greeting)],
        ['Details', greeting.text],
      ]);
    }),
  );
  return { objects };
}

/** A listener on all addresses is asked at the loopback address of its family. */
function reachable({ address, family }: Binding): string {
  if (address === '0.0.0.0' || address === '::') return family === 4 ? '127.0.0.1' : '::1';
  return address;
}

function realPort(ports: AdminPorts, binding: Binding): number {
  const wanted = formatBinding(binding);
  const served = ports.serverStatus().bindings.find((one) => formatBinding(one.binding) === wanted);
  return served?.realPort ?? binding.port;
}

function statusOf({ code }: Greeting): string {
  if (code === null) return 'Unable to connect';
  if (code >= 200 && code < 300) return 'Success';
  return code < 500 ? 'Transient error' : 'Permanent error';
}
