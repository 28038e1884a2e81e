import { familySize, unionSize } from '../config/ip-range.ts';
import { ANONYMOUS_LOGON } from '../config/principals.ts';
import type { Problem } from '../config/problem.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { ANY_RECIPIENT, SUBMIT } from '../config/rights.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { effectiveRights } from './effective-rights.ts';
import { credentialLessPrincipals } from './session-principals.ts';

/** Would a session that shows no credentials hold the relay right on this connector? The right to submit is looked at
 *  too late to be a safeguard: it can be granted by a later, harmless-looking command. */
function relaysWithoutCredentials(connector: ReceiveConnector): boolean {
  return effectiveRights(connector, credentialLessPrincipals(connector)).has(ANY_RECIPIENT);
}

/** The open-relay guard. It judges the configuration that would result, whatever command leads there; disabled
 *  connectors too, for enabling one is a small step. receive-connectors.md §5.4
 *  @returns why the connector may not be, or null */
function judgeConnector(connector: ReceiveConnector): Problem | null {
  if (!relaysWithoutCredentials(connector)) return null;
  if (connector.setup) return refusal(connector, setupReason(connector));
  const wide = ([4, 6] as const).find(
    (family) => unionSize(connector.remoteIPRanges, family) * 2n >= familySize(family),
  );
  return wide === undefined ? null : refusal(connector, wideReason(wide));
}

/** @returns the first connector's problem, or null. With the documented override on, nothing is refused. */
export function judgeOpenRelay(next: ConfigSnapshot): Problem | null {
  if (next.transportConfig.allowOpenRelay) return null;
  for (const connector of next.receiveConnectors) {
    const problem = judgeConnector(connector);
    if (problem !== null) return problem;
  }
  return null;
}

function setupReason(connector: ReceiveConnector): string {
  return `"${connector.name}" was made at installation and takes mail from anywhere. Create a dedicated Receive connector for the hosts that may relay: New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges <addresses of the hosts>`;
}

function wideReason(family: 4 | 6): string {
  return `its remote IP ranges cover half of IPv${family} or more. Name only the hosts that may relay: Set-ReceiveConnector -RemoteIPRanges <addresses of the hosts>`;
}

function refusal(connector: ReceiveConnector, reason: string): Problem {
  return {
    category: 'InvalidOperation',
    id: 'OpenRelay',
    message: `This would make Receive connector "${connector.name}" an open relay: anybody who can reach it could send to any recipient (${ANY_RECIPIENT}) without credentials. Nothing was changed: ${reason}.`,
    target: connector.name,
  };
}

/** One method or the other, never both. receive-connectors.md §5.4 */
export function judgeExclusivity(
  connector: ReceiveConnector,
  adding: Readonly<{ principal: string; right: string }>,
): Problem | null {
  const secured = connector.authMechanism.includes('ExternalAuthoritative');
  if (!secured || adding.principal !== ANONYMOUS_LOGON || adding.right !== ANY_RECIPIENT) return null;
  return {
    category: 'InvalidOperation',
    id: 'E18',
    message: 'A Receive connector can be anonymous or externally secured, not both.',
    target: connector.name,
    parameter: 'ExtendedRights',
  };
}

/** Entries that a change of method left behind without effect. */
export function leftoverWarnings(connector: ReceiveConnector, identity: string): readonly string[] {
  const explicit = connector.entries.some(
    (entry) => entry.principal === ANONYMOUS_LOGON && entry.extendedRight === ANY_RECIPIENT && !entry.deny,
  );
  if (!explicit) return [];
  const remove = `Remove-ADPermission "${identity}" -User "${ANONYMOUS_LOGON}" -ExtendedRights ${ANY_RECIPIENT}`;
  if (connector.authMechanism.includes('ExternalAuthoritative')) {
    return [
      `The right ${ANY_RECIPIENT} of ${ANONYMOUS_LOGON} is left from method 1 and has no effect now. To remove it: ${remove}`,
    ];
  }
  if (effectiveRights(connector, [ANONYMOUS_LOGON]).has(SUBMIT)) return [];
  return [
    `${ANONYMOUS_LOGON} still holds ${ANY_RECIPIENT}; granting it ${SUBMIT} again would let these hosts relay. To remove it: ${remove}`,
  ];
}
