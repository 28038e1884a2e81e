import type { AcceptedDomain } from '../config/accepted-domain.ts';
import { parseIp } from '../config/ip-range.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { RIGHTS } from '../config/rights.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Mailbox } from '../mail/address.ts';
import { decideRecipient, decideSender, decideSubmit, type Verdict } from './decide.ts';
import { effectiveRights, type RightExplanation } from './effective-rights.ts';
import {
  type Considered,
  type ConnectorIndex,
  explainSelection,
  selectConnector,
} from './select-connector.ts';
import { sessionPrincipals } from './session-principals.ts';

export type RelayQuestion = Readonly<{
  snapshot: ConfigSnapshot;
  index: ConnectorIndex;
  remoteAddress: string;
  localAddress: string;
  localPort: number;
  /** undefined = not asked; null = the null sender */
  sender: Mailbox | null | undefined;
  recipient: Mailbox | undefined;
  /** The accepted domain that covers a domain. */
  acceptedDomain: (domain: string) => AcceptedDomain | null;
}>;

/** What a session without credentials from that address would meet. */
export type RelayExplanation = Readonly<{
  connector: ReceiveConnector | null;
  considered: readonly Considered[];
  principals: readonly string[];
  rights: readonly RightExplanation[];
  submit: Verdict | null;
  sender: Verdict | null;
  recipient: Verdict | null;
}>;

/** Asks the very functions that a session asks. */
export function explainRelay(question: RelayQuestion): RelayExplanation {
  const { snapshot, index, remoteAddress, localAddress, localPort } = question;
  const peer = { localAddress, localPort, remoteAddress };
  const considered =
    parseIp(remoteAddress) === null ? [] : explainSelection(snapshot.receiveConnectors, peer);
  const connector = selectConnector(index, peer)?.connector ?? null;
  if (connector === null) {
    return { connector, considered, principals: [], rights: [], submit: null, sender: null, recipient: null };
  }
  const principals = sessionPrincipals({
    connector,
    domain: snapshot.server.domain,
    user: null,
    tlsPartner: false,
  });
  const rights = effectiveRights(connector, principals);
  const { sender, recipient, acceptedDomain } = question;
  const senderDomain = sender === null || sender === undefined ? null : acceptedDomain(sender.domain);
  return {
    connector,
    considered,
    principals,
    rights: RIGHTS.map((facts) => rights.explain(facts.name)),
    submit: decideSubmit(rights),
    sender: sender === undefined ? null : decideSender({ rights, sender, user: null, senderDomain }),
    recipient: recipient === undefined ? null : decideRecipient(rights, acceptedDomain(recipient.domain)),
  };
}
