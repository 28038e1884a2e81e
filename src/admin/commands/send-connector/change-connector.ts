import type { SendConnector } from '../../../config/send-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type Arguments, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, sendConnectorKeys } from '../../identity.ts';
import { replaced } from '../../snapshot-change.ts';

/** What differs between the kinds of Send connectors. */
type Kind<T extends SendConnector> = Readonly<{
  /** In messages: `Send connector`. */
  noun: string;
  /** Those that there are. */
  items: readonly T[];
  /** @returns the same object where nothing differs */
  apply: (connector: T, args: Arguments) => T | AdminError;
  warnings: (next: T) => readonly string[];
}>;

/** Lays the arguments over the connector that Identity names. */
export function changedConnector<T extends SendConnector>(
  { current, args, now }: ChangeInput,
  { noun, items, apply, warnings }: Kind<T>,
): Change | AdminError {
  const { sendConnectors, server } = current;
  const found = findOne({ items, keys: sendConnectorKeys, server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const applied = apply(found, args);
  if (isAdminError(applied)) return applied;
  const action = `Setting ${noun} "${found.name}".`;
  if (applied === found) return { next: current, action, target: found.name };
  const next = { ...applied, whenChanged: now };
  return {
    next: { ...current, sendConnectors: replaced<SendConnector>(sendConnectors, next) },
    action,
    target: found.name,
    warnings: warnings(next),
  };
}
