import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import { formatMailbox, type Mailbox, mailboxKey, parseMailbox } from '../../../mail/address.ts';
import { findAcceptedDomain } from '../../../routing/accepted-domain.ts';
import type { Act, QueryInput } from '../../command.ts';
import { type Arguments, booleanOf, numberOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { checkServer } from '../../identity.ts';
import { presentMailflowTest } from '../../present/mailflow-test.ts';
import { badText, badValue, checkRange } from '../../snapshot-change.ts';
import { pathOf } from '../smtp-address.ts';
import { followProbe } from './follow-probe.ts';

const SECOND_MS = 1000;
/** Seconds. Exchange: Test-Mailflow -ErrorLatency, -ExecutionTimeout */
const LATENCY = { local: 15, remote: 180 };
const TIMEOUT = { run: 240, monitoring: 15 };
const SECONDS = { min: 1, max: 3600 };

/** Exchange: Test-Mailflow. A message of our own goes through the queue as any other, and its events say how it fared.
 *  mail-flow.md §13.2 */
export function testMailflow({ current, args, ports }: QueryInput): Act | AdminError {
  const problem = checkArguments(args, current);
  if (problem !== null) return problem;
  const receiver = receiverOf(args, current);
  if (isAdminError(receiver)) return receiver;
  const address = formatMailbox(receiver);
  const isRemote = !isOwn(receiver, current);
  const withinMs = secondsOf(args, isRemote) * SECOND_MS;
  return {
    action: `Sending a test message to "${address}".`,
    target: address,
    run: async () => {
      const guid = ports.newGuid();
      const sentAt = ports.now().getTime();
      await ports.sendProbe({ receiver, displayName: textOf(args, NAME) ?? '', guid });
      const fate = await followProbe({ guid, sentAt, withinMs }, ports);
      return [presentMailflowTest({ address, isRemote, fate })];
    },
  };
}

const ADDRESS = 'TargetEmailAddress';
const NAME = 'TargetEmailAddressDisplayName';

function checkArguments(args: Arguments, { server, transportLogs }: ConfigSnapshot): AdminError | null {
  for (const parameter of ['Identity', 'TargetMailboxServer']) {
    const other = checkServer(textOf(args, parameter), server);
    if (other !== null) return { ...other, parameter };
  }
  for (const parameter of ['ErrorLatency', 'ExecutionTimeout', 'ActiveDirectoryTimeout']) {
    const wrong = checkRange(parameter, numberOf(args, parameter), SECONDS);
    if (wrong !== null) return wrong;
  }
  return transportLogs.messageTracking.enabled ? null : notTracked(server.name);
}

function notTracked(server: string): AdminError {
  return {
    category: 'InvalidOperation',
    id: 'MessageTrackingDisabled',
    message:
      "Test-Mailflow can't follow its message, because message tracking is off. " +
      `Turn it on with Set-TransportService ${server} -MessageTrackingLogEnabled $true.`,
    target: server,
  };
}

function receiverOf(args: Arguments, current: ConfigSnapshot): Mailbox | AdminError {
  const given = pathOf(args, ADDRESS);
  if (given === null) return badText(ADDRESS, 'a recipient has an address', '<>');
  return given ?? ownMailbox(current) ?? nobody();
}

/** The postmaster's mailbox on this server, else any other. */
function ownMailbox({ directory }: ConfigSnapshot): Mailbox | null {
  const mailboxes = directory.filter((entry) => entry.kind === 'mailbox');
  const chosen = mailboxes.find(({ alias }) => alias === 'postmaster') ?? mailboxes[0];
  return parseMailbox(chosen?.emailAddresses[0] ?? '');
}

function nobody(): AdminError {
  const message = `This server has no mailbox of its own. Say with ${ADDRESS} who gets the test message.`;
  return badValue('ParameterRequired', ADDRESS, message, '');
}

/** Mail to a domain that is relayed to outside leaves the organization, unless it is for a mailbox of this server. */
function isOwn(receiver: Mailbox, { acceptedDomains, directory }: ConfigSnapshot): boolean {
  const key = mailboxKey(receiver);
  if (directory.some(({ kind, emailAddresses }) => kind === 'mailbox' && emailAddresses.includes(key)))
    return true;
  const accepted = findAcceptedDomain(acceptedDomains, receiver.domain);
  return accepted !== null && accepted.domainType !== 'ExternalRelay';
}

/** Neither is waited longer than the other allows. */
function secondsOf(args: Arguments, isRemote: boolean): number {
  const latency = numberOf(args, 'ErrorLatency') ?? LATENCY[isRemote ? 'remote' : 'local'];
  const monitoring = booleanOf(args, 'MonitoringContext') ?? false;
  const timeout = numberOf(args, 'ExecutionTimeout') ?? TIMEOUT[monitoring ? 'monitoring' : 'run'];
  return Math.min(latency, timeout);
}
