import { newReceiveConnector, USAGE_DEFAULTS } from '../../../config/defaults.ts';
import type { UsageType } from '../../../config/receive-connector.ts';
import { receiveConnectorWarnings } from '../../../config/validate.ts';
import { missingParameters, unresolvedSet } from '../../bind-parameters.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { isGiven, switchOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { checkServer, receiveConnectorIdentity } from '../../identity.ts';
import { presentReceiveConnector } from '../../present/receive-connector.ts';
import { applySettings } from './apply-settings.ts';
import { certificateWarnings } from './certificate-warnings.ts';

const USAGES = ['Custom', 'Internet', 'Internal', 'Client', 'Partner'] as const;

/** Exchange: New-ReceiveConnector. receive-connectors.md §1.2, §1.4 */
export function createReceiveConnector(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const usage = usageOf(input);
  if (isAdminError(usage)) return usage;
  const missing = checkServer(textOf(args, 'Server'), current.server) ?? checkRequired(input, usage);
  if (missing !== null) return missing;
  const name = textOf(args, 'Name') ?? '';
  const fresh = newReceiveConnector({
    guid: input.newGuid(),
    name,
    usage,
    domain: current.server.domain,
    createdOrder: 1 + Math.max(0, ...current.receiveConnectors.map((connector) => connector.createdOrder)),
    whenCreated: input.now,
  });
  const made = applySettings(fresh, args, current);
  if (isAdminError(made)) return made;
  return {
    next: { ...current, receiveConnectors: [...current.receiveConnectors, made] },
    action: `Creating Receive connector "${name}".`,
    target: receiveConnectorIdentity(made, current.server),
    warnings: [...receiveConnectorWarnings(made, current.server), ...certificateWarnings(made, input)],
    objects: () => [presentReceiveConnector(made, current.server)],
  };
}

/** One usage, by switch or by -Usage; none is Custom. Two are E02. */
function usageOf(input: ChangeInput): UsageType | AdminError {
  const { args } = input;
  const named = USAGES.find((usage) => usage === textOf(args, 'Usage'));
  const switched = USAGES.filter((usage) => switchOf(args, usage));
  const given = named === undefined ? switched : [...switched, named];
  return given.length > 1 ? unresolvedSet(input.spec) : (given[0] ?? 'Custom');
}

/** E01: what the usage has no default for. */
function checkRequired({ spec, args }: ChangeInput, usage: UsageType): AdminError | null {
  const { bindings, ranges } = USAGE_DEFAULTS[usage];
  const missing = [
    ...(bindings === null && !isGiven(args, 'Bindings') ? ['Bindings'] : []),
    ...(ranges === null && !isGiven(args, 'RemoteIPRanges') ? ['RemoteIPRanges'] : []),
  ];
  return missing.length === 0 ? null : missingParameters(spec, missing);
}
