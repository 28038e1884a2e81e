import { formatIp, parseIp } from '../../config/ip-range.ts';
import type { HeaderField } from '../../mail/header.ts';
import { isHelloDomain, parseMail, parseRcpt } from '../../smtp/command.ts';
import type { EnvelopeSyntax } from '../../smtp/server-types.ts';
import { type FileEnvelope, type FileOrigin, fileFault, isNamed, withoutRepeats } from './file-envelope.ts';
import { NO_MAIL_PARAMETERS } from '../../smtp/parameters.ts';

/** Fields that are the envelope while they stand before the first field of another name. mail-flow.md §1.8 */
const ENVELOPE_FIELDS = [
  'x-sender',
  'x-receiver',
  'x-createdby',
  'x-endofinjectedxheaders',
  'x-extendedmessageprops',
  'x-helodomain',
  'x-source',
  'x-sourceipaddress',
];

/** Who writes it has the header of a server as it was: stamps stay. */
const TRUSTED = 'msexchange15';

/** Received fields of a message that goes round in circles. Exchange: the default of MaxHopCount */
const MOST_HOPS = 30;

const EVERYTHING: EnvelopeSyntax = {
  longAddresses: true,
  dsn: true,
  eightBitMime: true,
  chunking: true,
  binaryMime: true,
  smtpUtf8: true,
  orar: true,
};

/** The envelope of a file in the Replay folder: X-Sender, X-Receiver and their like, with the parameters of MAIL and RCPT. */
export function readReplayFile(fields: readonly HeaderField[]): FileEnvelope {
  const firstOther = fields.findIndex((field) => !isNamed(field, ...ENVELOPE_FIELDS));
  const end = firstOther < 0 ? fields.length : firstOther;
  const envelope = fields.slice(0, end);
  const content = fields.slice(end).filter((field) => !isNamed(field, 'bcc'));
  const mail = senderOf(envelope);
  const smtpUtf8 = mail?.parameters.smtpUtf8 ?? true;
  const receivers = valuesOf(envelope, 'x-receiver').map((value) =>
    parseRcpt(`TO:${value}`, EVERYTHING, smtpUtf8),
  );
  const recipients = receivers.flatMap((one) =>
    typeof one === 'string' || one.path.domain === ''
      ? []
      : [{ address: one.path, parameters: one.parameters }],
  );
  const createdBy = valuesOf(envelope, 'x-createdby');
  const trusted = createdBy[0]?.toLowerCase() === TRUSTED;
  const what = faultOf({ envelope, content, hasSender: mail !== null });
  const wrong =
    receivers.length === 0 || recipients.length < receivers.length
      ? 'X-Receiver is missing, or has no single valid address and parameters'
      : what;
  return {
    path: mail?.path ?? null,
    parameters: mail?.parameters ?? NO_MAIL_PARAMETERS,
    recipients: withoutRepeats(recipients),
    fields: content,
    rights: { routing: true, organization: trusted, forest: trusted },
    origin: originOf(envelope, trusted),
    fault: wrong === null ? null : fileFault('5.5.4', `REPLAY.Header; ${wrong}`),
  };
}

type Sender = Exclude<ReturnType<typeof parseMail>, string>;

function senderOf(envelope: readonly HeaderField[]): Sender | null {
  const [value, ...more] = valuesOf(envelope, 'x-sender');
  if (value === undefined || more.length > 0) return null;
  const mail = parseMail(`FROM:${value}`, EVERYTHING);
  return typeof mail === 'string' || mail.path?.domain === '' ? null : mail;
}

/** What is wrong beside the recipients; null = nothing. */
function faultOf(
  given: Readonly<{
    envelope: readonly HeaderField[];
    content: readonly HeaderField[];
    hasSender: boolean;
  }>,
): string | null {
  const { envelope, content } = given;
  if (!given.hasSender) return 'there must be exactly one X-Sender with a valid address and parameters';
  if (valuesOf(envelope, 'x-createdby').includes('')) return 'X-CreatedBy is blank';
  if (valuesOf(envelope, 'x-sourceipaddress').some((text) => parseIp(text) === null))
    return 'X-SourceIPAddress is no IP address';
  const hops = content.filter((field) => isNamed(field, 'received')).length;
  return hops > MOST_HOPS ? `${hops} Received fields: possible mail loop` : null;
}

/** Only a trusted file may say that it is another source's, such as a report of ours, which no size limit holds for. */
function originOf(envelope: readonly HeaderField[], trusted: boolean): FileOrigin {
  const [source] = valuesOf(envelope, 'x-source');
  const address = parseIp(valuesOf(envelope, 'x-sourceipaddress')[0] ?? '');
  const hello = valuesOf(envelope, 'x-helodomain')[0] ?? '';
  return {
    sourceName: trusted && source !== undefined && source !== '' ? source : 'Replay',
    clientIp: address === null ? '0.0.0.0' : formatIp(address),
    clientHello: isHelloDomain(hello) ? hello : '',
  };
}

function valuesOf(fields: readonly HeaderField[], name: string): readonly string[] {
  return fields.filter((field) => isNamed(field, name)).map((field) => field.value());
}
