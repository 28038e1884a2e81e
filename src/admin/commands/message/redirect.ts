import type { Act, QueryInput } from '../../command.ts';
import { itemsOf, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkServer } from '../../identity.ts';
import { badText } from '../../snapshot-change.ts';

const FQDN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** Exchange: Redirect-Message. Drains the delivery queues to other servers; new mail is refused meanwhile. mail-flow.md §4.9 */
export function redirectMessages({ current, args, ports }: QueryInput): Act | AdminError {
  const { server } = current;
  const otherServer = checkServer(textOf(args, 'Server'), server);
  if (otherServer !== null) return otherServer;
  const targets = itemsOf(args, 'Target').map((target) => target.toLowerCase());
  const wrong = targets.find((target) => !FQDN.test(target));
  if (wrong !== undefined || targets.length === 0) {
    return badText('Target', 'give the full names of other servers, such as ex2.contoso.com', wrong ?? '');
  }
  if (targets.includes(server.fqdn.toLowerCase()))
    return badText('Target', 'this server is the one that is drained', server.fqdn);
  return {
    action: `Redirecting the messages of server "${server.name}" to ${targets.join(', ')}.`,
    target: server.name,
    run: async () => {
      ports.queue.redirect(targets);
      return [];
    },
  };
}
