import { smtpConnectors } from '../../../config/foreign-connector.ts';
import type { Mailbox, ReversePath } from '../../../mail/address.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, sendConnectorKeys } from '../../identity.ts';
import { presentSendConnectorTest } from '../../present/send-connector-test.ts';
import { badText } from '../../snapshot-change.ts';
import { canonicalDomain } from '../canonical-domain.ts';
import { pathOf } from '../smtp-address.ts';

type Path = Readonly<{ sender: ReversePath; recipient: Mailbox | null }>;

/** A connection as a delivery makes it, by the connector as it is stored, also where it is disabled. */
export async function tryConnector(input: QueryInput): Promise<Answer | AdminError> {
  const { current, args, ports } = input;
  const { sendConnectors, server } = current;
  const connector = findOne(
    { items: smtpConnectors(sendConnectors), keys: sendConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(connector)) return connector;
  if (connector.dropDirectory !== null)
    return badText('Identity', 'the connector writes to a folder and connects to nobody', connector.name);
  const path = envelope(input);
  if (isAdminError(path)) return path;
  const domain = canonicalDomain(textOf(args, 'Domain') ?? path.recipient?.domain ?? '');
  if (domain === '' && connector.dnsRoutingEnabled)
    return badText('Domain', 'the connector finds hosts by MX records, so say of which domain', '');
  return {
    objects: [presentSendConnectorTest(connector, await ports.testNextHop({ connector, domain, ...path }))],
  };
}

function envelope({ args }: QueryInput): Path | AdminError {
  const sender = pathOf(args, 'MailFrom');
  if (isAdminError(sender)) return sender;
  const recipient = pathOf(args, 'RcptTo');
  if (isAdminError(recipient)) return recipient;
  if (recipient === null) return badText('RcptTo', 'a recipient has an address', '<>');
  return { sender: sender ?? null, recipient: recipient ?? null };
}
