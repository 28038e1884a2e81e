import { judgeOpenRelay } from '../access/open-relay-guard.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { isForeign } from '../config/foreign-connector.ts';
import type { SendConnector } from '../config/send-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { validateAcceptedDomain } from '../config/validate-accepted-domain.ts';
import { validateRemoteDomain } from '../config/validate-remote-domain.ts';
import { validateSendConnector } from '../config/validate-send-connector.ts';
import { validateReceiveConnector } from '../config/validate.ts';
import type { AdminError } from './contract/errors.ts';

/** Whether the configuration that a change leads to may be. Every change of every command comes through here, so that no
 *  path leads round the rules of a connector or round the open-relay guard. receive-connectors.md §1.7, §5.4
 *  @param rightsOnly single rights were granted or taken away: see Change */
export function checkSnapshot(
  current: ConfigSnapshot,
  next: ConfigSnapshot,
  rightsOnly = false,
): AdminError | null {
  if (next === current) return null;
  const problem = rightsOnly ? null : checkReceiveConnectors(current, next);
  return problem ?? checkOthers(current, next) ?? guard(current, next);
}

function guard(current: ConfigSnapshot, next: ConfigSnapshot): AdminError | null {
  const untouched =
    next.receiveConnectors === current.receiveConnectors && next.transportConfig === current.transportConfig;
  return untouched ? null : judgeOpenRelay(next);
}

function checkReceiveConnectors(current: ConfigSnapshot, next: ConfigSnapshot): AdminError | null {
  for (const connector of changedReceiveConnectors(current, next)) {
    const problem = validateReceiveConnector(connector, next);
    if (problem !== null && !wasThere(connector, current, problem)) return problem;
  }
  return null;
}

/** What was wrong before is not this change's fault: a connector in such a state can still be changed elsewhere. */
function wasThere(connector: ReceiveConnector, current: ConfigSnapshot, problem: AdminError): boolean {
  const before = current.receiveConnectors.find((other) => other.guid === connector.guid);
  return before !== undefined && validateReceiveConnector(before, current)?.message === problem.message;
}

export function changedReceiveConnectors(
  current: ConfigSnapshot,
  next: ConfigSnapshot,
): readonly ReceiveConnector[] {
  return next.receiveConnectors.filter((connector) => !current.receiveConnectors.includes(connector));
}

/** Also Foreign connectors whose folders lie elsewhere now. */
function changedSendConnectors(current: ConfigSnapshot, next: ConfigSnapshot): readonly SendConnector[] {
  const { rootDropDirectoryPath: root } = current.transportService;
  const moved = root !== next.transportService.rootDropDirectoryPath;
  return next.sendConnectors.filter(
    (one) => !current.sendConnectors.includes(one) || (moved && isForeign(one)),
  );
}

function checkOthers(current: ConfigSnapshot, next: ConfigSnapshot): AdminError | null {
  for (const connector of changedSendConnectors(current, next)) {
    const problem = validateSendConnector(connector, next);
    if (problem !== null) return problem;
  }
  for (const domain of next.acceptedDomains.filter((one) => !current.acceptedDomains.includes(one))) {
    const problem = validateAcceptedDomain(domain, next);
    if (problem !== null) return problem;
  }
  for (const domain of next.remoteDomains.filter((one) => !current.remoteDomains.includes(one))) {
    const problem = validateRemoteDomain(domain, next);
    if (problem !== null) return problem;
  }
  return null;
}
