import { newSendConnector } from '../../../config/defaults.ts';
import { dropFolderOf } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentForeignConnector } from '../../present/foreign-connector.ts';
import { applyForeignSettings, foreignWarnings } from './apply-settings.ts';

/** Exchange: New-ForeignConnector. mail-flow.md §3.9 */
export function createForeignConnector(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const name = textOf(args, 'Name') ?? '';
  const { guid, ...fresh } = newSendConnector({
    guid: input.newGuid(),
    name,
    serverName: current.server.name,
    whenCreated: input.now,
  });
  const foreign = { dropDirectoryQuotaBytes: null, relayDsnRequired: false };
  const made = applyForeignSettings(
    { ...fresh, guid, maxMessageSize: null, dropDirectory: name, foreign },
    args,
  );
  if (isAdminError(made)) return made;
  const folder = dropFolderOf(made, current.transportService) ?? '';
  return {
    next: { ...current, sendConnectors: [...current.sendConnectors, made] },
    action: `Creating Foreign connector "${name}".`,
    target: name,
    warnings: [
      `The server does not make drop directories: make the folder ${folder}, writable by the server. Until then what is routed to "${name}" waits.`,
      ...foreignWarnings(made),
    ],
    objects: () => [presentForeignConnector(made, current.server)],
  };
}
