import { type AllThresholds, parseThresholds, RESOURCES } from '../../../config/resources.ts';
import type { TransportService } from '../../../config/organization.ts';
import type { Change, ChangeInput } from '../../command.ts';
import {
  type Arguments,
  booleanOf,
  itemsOf,
  numberOf,
  textOf,
  unlimitedOf,
} from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { formatSize, formatTimeSpan } from '../../contract/value-text.ts';
import { checkServer } from '../../identity.ts';
import { badText, badValue, changed, checkRange } from '../../snapshot-change.ts';
import { withStored } from '../../stored-settings.ts';
import { applyDnsSettings, checkDnsSettings, dnsWarnings } from './dns-settings.ts';
import { applyFolders, checkFolders, folderWarnings } from './folder-settings.ts';
import { checkTransportLogs, withTransportLogs } from './log-settings.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const INT32 = 2_147_483_647;

/** mail-flow.md §3.3, §4.10 */
const NUMBERS = [
  ['DelayNotificationTimeout', 'delayNotificationTimeoutMs', SECOND, 30 * DAY],
  ['MailboxDeliveryQueueRetryInterval', 'mailboxDeliveryQueueRetryIntervalMs', SECOND, DAY],
  ['MaxConnectionRatePerMinute', 'maxConnectionRatePerMinute', 1, INT32],
  ['MaxIdleTimeBeforeResubmit', 'maxIdleTimeBeforeResubmitMs', SECOND, 90 * DAY],
  ['PickupDirectoryMaxHeaderSize', 'pickupDirectoryMaxHeaderSize', 32_768, INT32],
  ['PickupDirectoryMaxMessagesPerMinute', 'pickupDirectoryMaxMessagesPerMinute', 1, 20_000],
  ['PickupDirectoryMaxRecipientsPerMessage', 'pickupDirectoryMaxRecipientsPerMessage', 1, 10_000],
  ['PoisonThreshold', 'poisonThreshold', 1, 10],
  ['QueueMaxIdleTime', 'queueMaxIdleTimeMs', 5 * SECOND, HOUR],
  ['MessageExpirationTimeout', 'messageExpirationTimeoutMs', 5 * SECOND, 90 * DAY],
  ['MessageRetryInterval', 'messageRetryIntervalMs', SECOND, DAY],
  ['OutboundConnectionFailureRetryInterval', 'outboundConnectionFailureRetryIntervalMs', SECOND, 20 * DAY],
  ['QueueGlitchRetryCount', 'queueGlitchRetryCount', 0, 15],
  ['QueueGlitchRetryInterval', 'queueGlitchRetryIntervalMs', SECOND, DAY],
  ['TransientFailureRetryCount', 'transientFailureRetryCount', 0, 15],
  ['TransientFailureRetryInterval', 'transientFailureRetryIntervalMs', SECOND, 12 * HOUR],
] as const;

const UNLIMITED = [
  ['MaxOutboundConnections', 'maxOutboundConnections'],
  ['MaxPerDomainOutboundConnections', 'maxPerDomainOutboundConnections'],
] as const;

/** Exchange: Set-TransportService */
export function changeTransportService(input: ChangeInput): Change | AdminError {
  const { current, args, spec } = input;
  const otherServer = checkServer(textOf(args, 'Identity'), current.server);
  if (otherServer !== null) return { ...otherServer, parameter: 'Identity' };
  const stored = withStored(spec, args, current.transportService.stored);
  const applied = applySettings(current.transportService, args);
  const next = { ...applied, ...(stored === undefined ? {} : { stored }) };
  const transportLogs = withTransportLogs(current.transportLogs, args);
  const problem =
    checkThresholds(args) ??
    checkRanges(args) ??
    checkTogether(next) ??
    checkDnsSettings(next) ??
    checkFolders(next) ??
    checkTransportLogs(transportLogs, args);
  if (problem !== null) return problem;
  return {
    next: changed(current, { transportService: next, transportLogs }),
    action: `Setting transport service "${current.server.name}".`,
    target: current.server.name,
    warnings: [...dnsWarnings(next, args), ...folderWarnings(next, args)],
  };
}

function applySettings(service: TransportService, args: Arguments): TransportService {
  let next = service;
  for (const [parameter, field] of NUMBERS)
    next = { ...next, [field]: numberOf(args, parameter) ?? next[field] };
  for (const [parameter, field] of UNLIMITED) {
    const value = unlimitedOf(args, parameter);
    if (value !== undefined) next = { ...next, [field]: value };
  }
  next = {
    ...next,
    poisonMessageDetectionEnabled:
      booleanOf(args, 'PoisonMessageDetectionEnabled') ?? next.poisonMessageDetectionEnabled,
    resourceThresholds: { ...next.resourceThresholds, ...givenThresholds(args) },
  };
  return applyFolders(applyDnsSettings(next, args), args);
}

function givenThresholds(args: Arguments): Partial<AllThresholds> {
  const given = (itemsOf(args, 'ResourceThresholds') ?? []).map(parseThresholds);
  return Object.fromEntries(given.filter((one) => one !== null));
}

function checkThresholds(args: Arguments): AdminError | null {
  const wrong = (itemsOf(args, 'ResourceThresholds') ?? []).find((text) => parseThresholds(text) === null);
  if (wrong === undefined) return null;
  const form = 'write Resource=LowToMedium,MediumToHigh,HighToMedium,MediumToLow with rising numbers';
  return badText('ResourceThresholds', `"${wrong}": ${form}, for one of ${RESOURCES.join(', ')}`, wrong);
}

function checkRanges(args: Arguments): AdminError | null {
  for (const [parameter, field, min, max] of NUMBERS) {
    const show = field.endsWith('Ms') ? formatTimeSpan : field.endsWith('Size') ? formatSize : String;
    const problem = checkRange(parameter, numberOf(args, parameter), { min, max, show });
    if (problem !== null) return problem;
  }
  for (const [parameter] of UNLIMITED) {
    const problem = checkRange(parameter, unlimitedOf(args, parameter), {
      min: 1,
      max: INT32,
      unlimited: true,
    });
    if (problem !== null) return problem;
  }
  return null;
}

/** What the settings ask of one another. */
function checkTogether(next: TransportService): AdminError | null {
  const most = next.maxOutboundConnections ?? Number.POSITIVE_INFINITY;
  if ((next.maxPerDomainOutboundConnections ?? Number.POSITIVE_INFINITY) > most) {
    const message = 'MaxPerDomainOutboundConnections must not be greater than MaxOutboundConnections.';
    return badValue(
      'E09',
      'MaxPerDomainOutboundConnections',
      message,
      String(next.maxPerDomainOutboundConnections),
    );
  }
  if (
    next.delayNotificationTimeoutMs <=
    next.transientFailureRetryCount * next.transientFailureRetryIntervalMs
  ) {
    const message =
      'DelayNotificationTimeout must be greater than TransientFailureRetryCount times TransientFailureRetryInterval.';
    return badValue(
      'E09',
      'DelayNotificationTimeout',
      message,
      formatTimeSpan(next.delayNotificationTimeoutMs),
    );
  }
  return null;
}
