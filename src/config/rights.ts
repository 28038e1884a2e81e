/** One extended right. receive-connectors.md §3.2, §3.3 */
export type RightFacts = Readonly<{
  name: string;
  /** Display name in Active Directory; accepted as input too. */
  displayName: string;
  /** Token in the protocol log, '' for rights of internal use. */
  logToken: string;
}>;

const right = (name: string, displayName: string, logToken = ''): RightFacts => ({
  name,
  displayName,
  logToken,
});

/** In the order of the log tokens. */
export const RIGHTS: readonly RightFacts[] = [
  right('ms-Exch-SMTP-Submit', 'Submit Messages to Server', 'SMTPSubmit'),
  right('ms-Exch-SMTP-Accept-Any-Recipient', 'Submit Messages to any Recipient', 'SMTPAcceptAnyRecipient'),
  right(
    'ms-Exch-SMTP-Accept-Authentication-Flag',
    'Accept Authentication Flag',
    'SMTPAcceptAuthenticationFlag',
  ),
  right('ms-Exch-SMTP-Accept-Any-Sender', 'Accept any Sender', 'SMTPAcceptAnySender'),
  right(
    'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
    'Accept Authoritative Domain Sender',
    'SMTPAcceptAuthoritativeDomainSender',
  ),
  right('ms-Exch-Bypass-Anti-Spam', 'Bypass Anti-Spam', 'BypassAntiSpam'),
  right('ms-Exch-Bypass-Message-Size-Limit', 'Bypass Message Size Limit', 'BypassMessageSizeLimit'),
  right('ms-Exch-SMTP-Accept-Exch50', 'Accept EXCH50', 'SMTPAcceptEXCH50'),
  right('ms-Exch-Accept-Headers-Routing', 'Accept Routing Headers', 'AcceptRoutingHeaders'),
  right('ms-Exch-Accept-Headers-Forest', 'Accept Forest Headers', 'AcceptForestHeaders'),
  right('ms-Exch-Accept-Headers-Organization', 'Accept Organization Headers', 'AcceptOrganizationHeaders'),
];

/** Granted to servers of the organization; nothing in Postern acts on them. */
export const INTERNAL_RIGHTS: readonly RightFacts[] = [
  right('ms-Exch-SMTP-Accept-Xattr', 'Accept Xattr'),
  right('ms-Exch-SMTP-Accept-XProxyFrom', 'Accept XProxyFrom'),
  right('ms-Exch-SMTP-Accept-XSessionParams', 'Accept XSessionParams'),
  right('ms-Exch-SMTP-Accept-XShadow', 'Accept XShadow'),
  right('ms-Exch-SMTP-Accept-XSysProbe', 'Accept XSysProbe'),
  right('ms-Exch-SMTP-Send-XMessageContext-ADRecipientCache', 'Send XMessageContext ADRecipientCache'),
  right('ms-Exch-SMTP-Send-XMessageContext-ExtendedProperties', 'Send XMessageContext ExtendedProperties'),
  right('ms-Exch-SMTP-Send-XMessageContext-FastIndex', 'Send XMessageContext FastIndex'),
];

/** Rights on Send connectors and mailboxes that administrators also name; kept and shown, without effect here. */
const OTHER_RIGHTS: readonly RightFacts[] = [
  right('Send-As', 'Send As'),
  right('Receive-As', 'Receive As'),
  right('ms-Exch-Send-Headers-Routing', 'Send Routing Headers'),
  right('ms-Exch-Send-Headers-Organization', 'Send Organization Headers'),
  right('ms-Exch-Send-Headers-Forest', 'Send Forest Headers'),
  right('ms-Exch-SMTP-Send-Exch50', 'Send EXCH50'),
  right('ms-Exch-Store-Admin', 'Administer information store'),
];

const BY_NAME: ReadonlyMap<string, RightFacts> = new Map(
  [...RIGHTS, ...INTERNAL_RIGHTS, ...OTHER_RIGHTS].flatMap((facts) => [
    [facts.name.toLowerCase(), facts],
    [facts.displayName.toLowerCase(), facts],
  ]),
);

/** Canonical name of a right given by name or display name in any case, or null. */
export function canonicalRight(text: string): string | null {
  return BY_NAME.get(text.trim().toLowerCase())?.name ?? null;
}

export const ANY_RECIPIENT = 'ms-Exch-SMTP-Accept-Any-Recipient';
export const SUBMIT = 'ms-Exch-SMTP-Submit';
export const ANY_SENDER = 'ms-Exch-SMTP-Accept-Any-Sender';
export const AUTHORITATIVE_SENDER = 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender';
export const AUTHENTICATION_FLAG = 'ms-Exch-SMTP-Accept-Authentication-Flag';
export const BYPASS_ANTISPAM = 'ms-Exch-Bypass-Anti-Spam';
export const BYPASS_SIZE = 'ms-Exch-Bypass-Message-Size-Limit';
export const HEADERS_ROUTING = 'ms-Exch-Accept-Headers-Routing';
export const HEADERS_FOREST = 'ms-Exch-Accept-Headers-Forest';
export const HEADERS_ORGANIZATION = 'ms-Exch-Accept-Headers-Organization';
