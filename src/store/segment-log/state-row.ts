import type { MessageState, QueuedRecipient } from '../../queue/message.ts';
import { withoutDefaults } from './facts-row.ts';

/** A recipient as the log holds it: values without their names, and without those at the end that are as at the
 *  beginning of its life. The order is part of the format of the log. */
type RecipientRow = readonly [
  local: string,
  domain: string,
  state?: QueuedRecipient['state'],
  resolved?: boolean,
  attempts?: number,
  lastError?: string,
  delayReported?: boolean,
  notify?: QueuedRecipient['parameters']['notify'],
  orcpt?: string | null,
  orar?: string | null,
  /** Of the last attempt: epoch ms, 0 = none; and the host, '' = us. */
  triedAt?: number,
  triedHost?: string,
];

type StateRow = readonly [recipients: readonly RecipientRow[], suspended?: boolean, crashes?: number];

const NO_NOTIFY: QueuedRecipient['parameters']['notify'] = [];
const NO_ATTEMPT = { at: 0, remoteMta: '' };
const RECIPIENT_DEFAULTS = [
  null,
  null,
  'pending',
  false,
  0,
  '',
  false,
  NO_NOTIFY,
  null,
  null,
  0,
  '',
] as const;
const STATE_DEFAULTS = [null, false, 0] as const;

export function stateText({ recipients, suspended, crashes, ...rest }: MessageState): string {
  nothingLeft(rest);
  return JSON.stringify(withoutDefaults([recipients.map(recipientRow), suspended, crashes], STATE_DEFAULTS));
}

export function readState(text: string): MessageState {
  const [recipients, suspended = false, crashes = 0]: StateRow = JSON.parse(text);
  return { recipients: recipients.map(readRecipient), suspended, crashes };
}

function recipientRow(recipient: QueuedRecipient): readonly unknown[] {
  const { address, parameters, state, resolved, attempts, lastError, lastAttempt, delayReported, ...rest } =
    recipient;
  const { local, domain, ...restOfAddress } = address;
  const { notify: events, orcpt, orar = null, ...restOfParameters } = parameters;
  nothingLeft(rest);
  nothingLeft(restOfAddress);
  nothingLeft(restOfParameters);
  const notify = events.length === 0 ? NO_NOTIFY : events;
  const { at, remoteMta } = lastAttempt ?? NO_ATTEMPT;
  const told = [state, resolved, attempts, lastError, delayReported, notify, orcpt, orar];
  const row = [local, domain, ...told, at, remoteMta];
  return withoutDefaults(row, RECIPIENT_DEFAULTS);
}

function readRecipient(row: RecipientRow): QueuedRecipient {
  const [local, domain, state = 'pending', resolved = false, attempts = 0, lastError = ''] = row;
  const [, , , , , , delayReported = false, notify = NO_NOTIFY, orcpt = null, orar = null] = row;
  const [, , , , , , , , , , at = 0, remoteMta = ''] = row;
  const parameters = orar === null ? { notify, orcpt } : { notify, orcpt, orar };
  const told = { parameters, state, resolved, attempts, lastError, delayReported };
  const recipient = { address: { local, domain }, ...told };
  return at === 0 ? recipient : { ...recipient, lastAttempt: { at, remoteMta } };
}

/** A new field of a recipient does not compile until it has its place in the row. */
function nothingLeft(_rest: Readonly<Record<string, never>>): void {
  // The type is the check.
}
