import { newSendConnector } from '../../../config/defaults.ts';
import type { SendConnector } from '../../../config/send-connector.ts';
import { unresolvedSet } from '../../bind-parameters.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { isGiven, switchOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentSendConnector } from '../../present/send-connector.ts';
import { badValue } from '../../snapshot-change.ts';
import { applySettings } from './apply-settings.ts';
import { certificateWarnings, storedWarnings } from './warnings.ts';

const USAGES = ['Custom', 'Internet', 'Internal', 'Partner'] as const;

/** Exchange: New-SendConnector. mail-flow.md §3.1 */
export function createSendConnector(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const usage = usageOf(input);
  if (typeof usage !== 'string') return usage;
  const name = textOf(args, 'Name') ?? '';
  const fresh = newSendConnector({
    guid: input.newGuid(),
    name,
    serverName: current.server.name,
    whenCreated: input.now,
  });
  const made = applySettings({ ...fresh, usage, ...usageDefaults(usage, input) }, args);
  if (isAdminError(made)) return made;
  return {
    next: { ...current, sendConnectors: [...current.sendConnectors, made] },
    action: `Creating Send connector "${name}".`,
    target: name,
    warnings: [...storedWarnings(made), ...certificateWarnings(made, input)],
    objects: () => [presentSendConnector(made, current.server)],
  };
}

/** Exchange: an internal connector has no size limit of its own; mail-flow.md §14, 3 */
function usageDefaults(usage: SendConnector['usage'], { args }: ChangeInput): Partial<SendConnector> {
  return usage === 'Internal' && !isGiven(args, 'MaxMessageSize') ? { maxMessageSize: null } : {};
}

function usageOf(input: ChangeInput): SendConnector['usage'] | AdminError {
  const { args } = input;
  const text = textOf(args, 'Usage');
  const named = USAGES.find((usage) => usage === text);
  if (named === undefined && text !== undefined) {
    return badValue(
      'E06',
      'Usage',
      "The value of Usage isn't valid: use Custom, Internet, Internal or Partner.",
      text ?? '',
    );
  }
  const given = [...USAGES.filter((usage) => switchOf(args, usage)), ...(named === undefined ? [] : [named])];
  return given.length > 1 ? unresolvedSet(input.spec) : (given[0] ?? 'Custom');
}
