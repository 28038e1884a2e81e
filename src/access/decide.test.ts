import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rightEntry } from '../config/permission-groups.ts';
import { ANONYMOUS_LOGON } from '../config/principals.ts';
import { ANY_RECIPIENT, ANY_SENDER, AUTHORITATIVE_SENDER, SUBMIT } from '../config/rights.ts';
import { CHRIS, EX1, freshSnapshot, type Sample, sampleConnector } from '../config/testing/sample.ts';
import {
  decideRecipient,
  decideSender,
  decideSubmit,
  headerFirewall,
  isAuthenticatedSender,
  reservedDomain,
  sizeLimit,
} from './decide.ts';
import { effectiveRights } from './effective-rights.ts';
import { judgeOpenRelay } from './open-relay-guard.ts';
import { sessionPrincipals } from './session-principals.ts';

const relay = (part: Partial<Sample> = {}): ReturnType<typeof sampleConnector> =>
  sampleConnector({ name: 'Anonymous Relay', on: '0.0.0.0:25', from: '192.168.5.10', ...part });
const groupEntries = (groups: NonNullable<Sample['groups']>): ReturnType<typeof relay>['entries'] =>
  relay({ groups }).entries;
const METHOD_1 = relay({
  entries: [...groupEntries(['AnonymousUsers']), rightEntry(ANONYMOUS_LOGON, ANY_RECIPIENT)],
});
const METHOD_2 = relay({ authMechanism: ['ExternalAuthoritative'], groups: ['ExchangeServers'] });

const contoso = freshSnapshot().acceptedDomains[0] ?? null;

function rightsOf(
  connector: ReturnType<typeof relay>,
  user: typeof CHRIS | null = null,
): ReturnType<typeof effectiveRights> {
  return effectiveRights(
    connector,
    sessionPrincipals({ connector, domain: EX1.domain, user, tlsPartner: false }),
  );
}

describe('rights of a session', () => {
  it('§5.2: method 1 holds five rights, in the order of the log', () => {
    assert.equal(
      rightsOf(METHOD_1).tokens,
      'SMTPSubmit SMTPAcceptAnyRecipient SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender AcceptRoutingHeaders',
    );
  });
  it('§5.2: method 2 holds nine', () => {
    assert.equal(
      rightsOf(METHOD_2).tokens,
      'SMTPSubmit SMTPAcceptAnyRecipient SMTPAcceptAuthenticationFlag SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender BypassAntiSpam BypassMessageSizeLimit SMTPAcceptEXCH50 AcceptRoutingHeaders',
    );
  });
  it('§4.3: signing in drops ANONYMOUS LOGON', () => {
    const connector = relay({ groups: ['AnonymousUsers', 'ExchangeUsers'] });
    assert.ok(!rightsOf(connector, CHRIS).has(ANY_SENDER));
    assert.ok(rightsOf(connector, CHRIS).has(ANY_RECIPIENT));
  });
  it('§6.3: a Deny beats every Allow and is named', () => {
    const connector = relay({ entries: [...METHOD_1.entries, rightEntry('Everyone', ANY_RECIPIENT, true)] });
    const explained = rightsOf(connector).explain(ANY_RECIPIENT);
    assert.equal(explained.granted, false);
    assert.equal(explained.deniedBy?.principal, 'Everyone');
    assert.equal(explained.allowedBy?.principal, ANONYMOUS_LOGON);
  });
});

describe('decisions', () => {
  const mailbox = (local: string, domain: string): { local: string; domain: string } => ({ local, domain });

  it('§3.3: without Submit nothing may be submitted', () => {
    assert.deepEqual(decideSubmit(rightsOf(relay())), { allow: false, missing: SUBMIT });
    assert.deepEqual(decideSubmit(rightsOf(METHOD_1)), { allow: true, by: SUBMIT });
  });
  it('§3.3: the relay right opens every domain, without it only accepted domains are open', () => {
    const first = rightsOf(relay({ groups: ['AnonymousUsers'] }));
    assert.deepEqual(decideRecipient(first, null), { allow: false, missing: ANY_RECIPIENT });
    assert.deepEqual(decideRecipient(first, contoso), { allow: true, by: 'accepted domain' });
    assert.deepEqual(decideRecipient(rightsOf(METHOD_1), null), { allow: true, by: ANY_RECIPIENT });
  });
  it('§3.4: an authoritative sender needs its right even with Accept-Any-Sender', () => {
    const connector = relay({
      entries: [rightEntry(ANONYMOUS_LOGON, SUBMIT), rightEntry(ANONYMOUS_LOGON, ANY_SENDER)],
    });
    const verdict = decideSender({
      rights: rightsOf(connector),
      sender: mailbox('chris', 'contoso.com'),
      user: null,
      senderDomain: contoso,
    });
    assert.deepEqual(verdict, { allow: false, missing: AUTHORITATIVE_SENDER });
  });
  it('§12 O20: without both rights an anonymous session may use only the null sender and relay domains', () => {
    const connector = relay({ entries: [rightEntry(ANONYMOUS_LOGON, SUBMIT)] });
    const rights = rightsOf(connector);
    const relayDomain = contoso === null ? null : { ...contoso, domainType: 'InternalRelay' as const };
    assert.equal(decideSender({ rights, sender: null, user: null, senderDomain: null }).allow, true);
    assert.equal(
      decideSender({ rights, sender: mailbox('a', 'relay.example'), user: null, senderDomain: relayDomain })
        .allow,
      true,
    );
    assert.deepEqual(
      decideSender({ rights, sender: mailbox('a', 'fabrikam.com'), user: null, senderDomain: null }),
      { allow: false, missing: ANY_SENDER },
    );
  });
  it('§3.4: a user may use an own address and no other', () => {
    const connector = relay({ groups: ['ExchangeUsers'] });
    const rights = rightsOf(connector, CHRIS);
    assert.deepEqual(
      decideSender({ rights, sender: mailbox('Chris', 'contoso.com'), user: CHRIS, senderDomain: contoso }),
      { allow: true, by: 'own address' },
    );
    assert.equal(
      decideSender({ rights, sender: mailbox('boss', 'contoso.com'), user: CHRIS, senderDomain: contoso })
        .allow,
      false,
    );
  });
  it('§5.3: size limit, header firewall and authentication differ between the methods', () => {
    assert.equal(sizeLimit(rightsOf(METHOD_1), METHOD_1), 37_748_736);
    assert.equal(sizeLimit(rightsOf(METHOD_2), METHOD_2), null);
    for (const connector of [METHOD_1, METHOD_2]) {
      assert.deepEqual(headerFirewall(rightsOf(connector)), {
        keepRouting: true,
        keepOrganization: false,
        keepForest: false,
      });
    }
    assert.equal(isAuthenticatedSender(rightsOf(METHOD_1), null, null), false);
    assert.equal(isAuthenticatedSender(rightsOf(METHOD_2), null, null), true);
    assert.equal(isAuthenticatedSender(rightsOf(METHOD_2), null, '<>'), false);
  });
  it('reserved and single-label recipient domains are refused where the connector says so', () => {
    const strict = relay({
      rejectReservedTopLevelRecipientDomains: true,
      rejectReservedSecondLevelRecipientDomains: true,
      rejectSingleLabelRecipientDomains: true,
    });
    assert.equal(reservedDomain(strict, 'host.test'), 'topLevel');
    assert.equal(reservedDomain(strict, 'mail.example.com'), 'secondLevel');
    assert.equal(reservedDomain(strict, 'printer'), 'singleLabel');
    assert.equal(reservedDomain(strict, 'fabrikam.com'), null);
    assert.equal(reservedDomain(relay(), 'host.test'), null);
  });
});

describe('§5.4: the open-relay guard', () => {
  const judge = (...connectors: readonly ReturnType<typeof relay>[]): string =>
    judgeOpenRelay(
      freshSnapshot({ receiveConnectors: [...freshSnapshot().receiveConnectors, ...connectors] }),
    )?.id ?? 'ok';

  it('both methods on narrow ranges pass', () => {
    assert.equal(judge(METHOD_1), 'ok');
    assert.equal(judge(METHOD_2), 'ok');
  });
  for (const from of [
    '0.0.0.0/1',
    '0.0.0.0-255.255.255.255',
    '::/1',
    '0.0.0.0/2 64.0.0.0/2',
    '10.0.0.1 8000::/1',
  ]) {
    it(`ranges that cover half a family are refused for both methods: ${from}`, () => {
      assert.equal(judge({ ...METHOD_1, remoteIPRanges: relay({ from }).remoteIPRanges }), 'OpenRelay');
      assert.equal(judge({ ...METHOD_2, remoteIPRanges: relay({ from }).remoteIPRanges }), 'OpenRelay');
    });
  }
  it('just under half a family passes', () =>
    assert.equal(
      judge({
        ...METHOD_1,
        remoteIPRanges: relay({ from: '0.0.0.0/2 64.0.0.0-127.255.255.254' }).remoteIPRanges,
      }),
      'ok',
    ));
  it('a disabled connector is judged too', () => {
    assert.equal(
      judge({ ...METHOD_1, enabled: false, remoteIPRanges: relay({ from: '0.0.0.0/0' }).remoteIPRanges }),
      'OpenRelay',
    );
  });
  it('the relay right for Everyone is the same', () => {
    const connector = relay({ from: '0.0.0.0/0', entries: [rightEntry('Everyone', ANY_RECIPIENT)] });
    assert.equal(judge(connector), 'OpenRelay');
  });
  it('signed-in users may relay from anywhere', () =>
    assert.equal(judge(relay({ from: '0.0.0.0/0', groups: ['ExchangeUsers'] })), 'ok'));
  it('a setup connector is refused whatever its ranges', () => {
    const fresh = freshSnapshot();
    const connectors = fresh.receiveConnectors.map((connector) => ({
      ...connector,
      remoteIPRanges: METHOD_1.remoteIPRanges,
      entries: [...connector.entries, rightEntry(ANONYMOUS_LOGON, ANY_RECIPIENT)],
    }));
    assert.equal(judgeOpenRelay({ ...fresh, receiveConnectors: connectors })?.id, 'OpenRelay');
  });
  it('the documented override lifts it', () => {
    const fresh = freshSnapshot();
    const open = { ...METHOD_1, remoteIPRanges: relay({ from: '0.0.0.0/0' }).remoteIPRanges };
    const transportConfig = { ...fresh.transportConfig, allowOpenRelay: true };
    assert.equal(judgeOpenRelay({ ...fresh, transportConfig, receiveConnectors: [open] }), null);
  });
  it('no fresh server relays', () => assert.equal(judge(), 'ok'));
});
