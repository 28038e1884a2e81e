import { type ForeignConnector, isForeign } from '../../../config/foreign-connector.ts';
import { type Arguments, booleanOf, textOf, unlimitedOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { applySettings } from '../send-connector/apply-settings.ts';

/** The Foreign connector with everything that the arguments say laid over it: what it shares with Send connectors, and
 *  its own. mail-flow.md §3.9
 *  @returns the same object where nothing differs */
export function applyForeignSettings(
  connector: ForeignConnector,
  args: Arguments,
): ForeignConnector | AdminError {
  const shared = applySettings(connector, args);
  if (isAdminError(shared) || !isForeign(shared)) return isAdminError(shared) ? shared : connector;
  const quota = unlimitedOf(args, 'DropDirectoryQuota');
  const directory = textOf(args, 'DropDirectory');
  const { foreign } = connector;
  const next = {
    ...shared,
    // Exchange: the folder has the connector's name where none is given.
    dropDirectory: directory === undefined ? connector.dropDirectory : (directory ?? shared.name),
    foreign: {
      dropDirectoryQuotaBytes: quota === undefined ? foreign.dropDirectoryQuotaBytes : quota,
      relayDsnRequired: booleanOf(args, 'RelayDsnRequired') ?? foreign.relayDsnRequired,
    },
  };
  return JSON.stringify(next) === JSON.stringify(connector) ? connector : next;
}

/** What is not to be seen from the settings alone. */
export function foreignWarnings({ name, addressSpaces, dropDirectory }: ForeignConnector): readonly string[] {
  const others = [...new Set(addressSpaces.map(({ type }) => type))].filter((type) => type !== 'SMTP');
  return others.map(
    (type) =>
      `No recipient of this server has an address of type ${type}: that address space of Foreign connector "${name}" matches none, and nothing is written to "${dropDirectory}" for it.`,
  );
}
