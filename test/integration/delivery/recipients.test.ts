import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  DirectoryEntry,
  DistributionGroup,
  LocalMailbox,
  MailContact,
} from '../../../src/config/recipient.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import {
  acceptedDomain,
  pending,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';
import type { SmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';
const TIMES = { whenCreated: '', whenChanged: '' };

function contact(name: string, external: string): MailContact {
  const emailAddresses = [`${name}@contoso.com`];
  return {
    kind: 'contact',
    guid: name,
    name,
    alias: name,
    displayName: name,
    externalEmailAddress: external,
    emailAddresses,
    ...TIMES,
  };
}

function localMailbox(name: string, ...others: readonly string[]): LocalMailbox {
  const emailAddresses = [`${name}@contoso.com`, ...others];
  return { kind: 'mailbox', guid: name, name, alias: name, displayName: name, emailAddresses, ...TIMES };
}

function group(
  name: string,
  members: readonly string[],
  requireSenderAuthenticationEnabled = false,
): DistributionGroup {
  const emailAddresses = [`${name}@contoso.com`];
  return {
    kind: 'group',
    guid: name,
    name,
    alias: name,
    displayName: name,
    emailAddresses,
    members,
    requireSenderAuthenticationEnabled,
    ...TIMES,
  };
}

async function withDirectory(
  directory: readonly DirectoryEntry[],
  run: (harness: Harness, sink: SmtpSink) => Promise<void>,
  changes: Partial<ConfigSnapshot> = {},
): Promise<void> {
  const sink = await startSmtpSink();
  const harness = startHarness(
    snapshotWith({ directory, sendConnectors: [sendConnector({ port: sink.port })], ...changes }),
  );
  try {
    await run(harness, sink);
    await until(() => harness.store.stats().messages === 0, 'the store is empty');
  } finally {
    await harness.stop();
    await sink.close();
  }
}

function addresses(sink: SmtpSink): string[] {
  return sink.messages.flatMap(({ recipients }) => recipients.map(({ address }) => address));
}

test('an unknown recipient of an authoritative domain: 5.1.10 from the resolver, reported to the sender', async () => {
  await withDirectory([], async (harness, sink) => {
    await harness.send(MESSAGE, [pending('nobody@contoso.com')]);
    await sink.received(1);
    assert.match(
      sink.messages[0]?.content.toString() ?? '',
      /^Status: 5\.1\.10\r\nDiagnostic-Code: smtp;550 5\.1\.10 RESOLVER\.ADR\.RecipientNotFound; Recipient not found by SMTP address lookup\r$/m,
    );
    assert.equal(harness.events[0]?.source, 'RESOLVER');
  });
});

test('RFC 5321 §4.5.1: mail for the postmaster of another domain of ours reaches the one mailbox of that name', async () => {
  const acceptedDomains = [
    acceptedDomain('contoso.com', { isDefault: true }),
    acceptedDomain('contoso.org'),
    acceptedDomain('relay.example', { domainType: 'InternalRelay' }),
  ];
  await withDirectory(
    [localMailbox('postmaster')],
    async (harness, sink) => {
      await harness.send(MESSAGE, [pending('PostMaster@contoso.org'), pending('postmaster@relay.example')]);
      await sink.received(1);
      await until(() => harness.mailboxes.length === 1, 'the mailbox has it');
      assert.equal(harness.mailboxes[0]?.alias, 'postmaster');
      assert.deepEqual(addresses(sink), ['postmaster@relay.example']);
    },
    { acceptedDomains },
  );
});

test('RFC 5321 §4.5.5: what a contact gets from the null sender goes on from the null sender', async () => {
  await withDirectory([contact('kate', 'kate@fabrikam.com')], async (harness, sink) => {
    await harness.send(MESSAGE, [pending('kate@contoso.com')], { reversePath: null });
    await sink.received(1);
    assert.equal(sink.messages[0]?.mailFrom, '');
  });
});

test('RFC 3461 §5.2.7.2: what was asked for an alias of one recipient goes on with it, and nothing is reported', async () => {
  await withDirectory([contact('kate', 'kate@fabrikam.com')], async (harness, sink) => {
    await harness.send(MESSAGE, [pending('kate@contoso.com', ['SUCCESS', 'FAILURE'])]);
    await sink.received(1);
    assert.deepEqual(sink.messages[0]?.recipients, [
      { address: 'kate@fabrikam.com', parameters: 'NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;kate@contoso.com' },
    ]);
    await until(() => harness.store.stats().messages === 0, 'the store is empty');
    assert.equal(sink.messages.length, 1);
  });
});

test('F24: an unknown recipient of a relay domain is routed', async () => {
  const acceptedDomains = [acceptedDomain('contoso.com', { domainType: 'InternalRelay' })];
  await withDirectory(
    [],
    async (harness, sink) => {
      await harness.send(MESSAGE, [pending('nobody@contoso.com')]);
      await sink.received(1);
      assert.deepEqual(addresses(sink), ['nobody@contoso.com']);
    },
    { acceptedDomains },
  );
});

test('a contact goes to its external address, the one given stays in ORCPT, RESOLVE is tracked', async () => {
  await withDirectory([contact('kate', 'SMTP:kate@fabrikam.com')], async (harness, sink) => {
    await harness.send(MESSAGE, [pending('Kate@contoso.com')]);
    await sink.received(1);
    assert.deepEqual(sink.messages[0]?.recipients, [
      { address: 'kate@fabrikam.com', parameters: 'ORCPT=rfc822;Kate@contoso.com' },
    ]);
    await until(() => harness.events.length === 2, 'two events');
    assert.deepEqual(
      harness.events.map(({ eventId }) => eventId),
      ['RESOLVE', 'SEND'],
    );
  });
});

test('an ExternalRelay domain has no recipients here, not even contacts', async () => {
  const acceptedDomains = [acceptedDomain('contoso.com', { domainType: 'ExternalRelay' })];
  await withDirectory(
    [contact('kate', 'kate@fabrikam.com')],
    async (harness, sink) => {
      await harness.send(MESSAGE, [pending('kate@contoso.com')]);
      await sink.received(1);
      assert.deepEqual(addresses(sink), ['kate@contoso.com']);
    },
    { acceptedDomains },
  );
});

test('contacts that lead to one another end as a loop', async () => {
  const circle = [contact('a', 'b@contoso.com'), contact('b', 'a@contoso.com')];
  await withDirectory(circle, async (harness) => {
    await harness.send(MESSAGE, [pending('a@contoso.com')], { reversePath: null });
    await until(() => harness.events.length > 0, 'a failure');
    assert.match(harness.events[0]?.recipientStatus[0] ?? '', /^550 5\.4\.6 RESOLVER\.FWD\.Loop/);
  });
});

test('a local mailbox gets the message once under its primary address, with the stamps that stay', async () => {
  const stamped = `X-MS-Exchange-Organization-AuthAs: Internal\r\nX-MS-Exchange-Organization-HygienePolicy: s\r\n${MESSAGE}`;
  await withDirectory([localMailbox('chris', 'c.green@contoso.com')], async (harness) => {
    await harness.send(stamped, [pending('c.green@contoso.com', ['SUCCESS'])], { reversePath: null });
    await until(() => harness.mailboxes.length === 1, 'it is delivered');
    assert.deepEqual(harness.mailboxes[0], {
      alias: 'chris',
      content: `X-MS-Exchange-Organization-AuthAs: Internal\r\n${MESSAGE}`,
    });
    const deliver = harness.events.find(({ eventId }) => eventId === 'DELIVER');
    assert.deepEqual([deliver?.source, deliver?.recipients], ['STOREDRIVER', ['chris@contoso.com']]);
  });
});

test('RFC 3461 §5.2: delivery to a mailbox with NOTIFY=SUCCESS is reported as delivered', async () => {
  await withDirectory([localMailbox('chris')], async (harness, sink) => {
    await harness.send(MESSAGE, [pending('chris@contoso.com', ['SUCCESS'])]);
    await sink.received(1);
    assert.match(sink.messages[0]?.content.toString() ?? '', /^Action: delivered\r$/m);
  });
});

test('a group is expanded through nested groups; each member gets it once', async () => {
  const directory = [
    contact('kate', 'kate@fabrikam.com'),
    contact('joe', 'joe@fabrikam.com'),
    localMailbox('chris'),
    group('all', ['kate', 'staff', 'joe']),
    group('staff', ['joe', 'chris', 'all']),
  ];
  await withDirectory(directory, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('all@contoso.com'), pending('joe@contoso.com')]);
    await sink.received(1);
    await until(() => harness.mailboxes.length === 1, 'the mailbox');
    assert.deepEqual(addresses(sink).toSorted(), ['joe@fabrikam.com', 'kate@fabrikam.com']);
    const expand = harness.events.find(({ eventId }) => eventId === 'EXPAND');
    assert.equal(expand?.relatedRecipientAddress, 'all@contoso.com');
  });
});

test('RFC 3461 §5.2.7.3: an expanded group with NOTIFY=SUCCESS is reported once, its members are not', async () => {
  await withDirectory(
    [contact('kate', 'kate@fabrikam.com'), group('all', ['kate'])],
    async (harness, sink) => {
      await harness.send(MESSAGE, [pending('all@contoso.com', ['SUCCESS', 'FAILURE'])]);
      await sink.received(2);
      const report = sink.messages.find(({ mailFrom }) => mailFrom === '');
      assert.match(
        report?.content.toString() ?? '',
        /^Final-Recipient: rfc822;all@contoso\.com\r\nAction: expanded\r$/m,
      );
      const sent = sink.messages.find(({ mailFrom }) => mailFrom !== '');
      assert.deepEqual(sent?.recipients, [
        { address: 'kate@fabrikam.com', parameters: 'NOTIFY=FAILURE ORCPT=rfc822;all@contoso.com' },
      ]);
    },
  );
});

test('V25, F22: a group that requires authentication: anonymous is refused with 5.7.1, internal is delivered', async () => {
  const directory = [contact('kate', 'kate@fabrikam.com'), group('closed', ['kate'], true)];
  await withDirectory(directory, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('closed@contoso.com')], { authAs: 'Anonymous' });
    await sink.received(1);
    assert.match(
      sink.messages[0]?.content.toString() ?? '',
      /Diagnostic-Code: smtp;550 5\.7\.1 RESOLVER\.RST\.AuthRequired; authentication required/,
    );
    await harness.send(MESSAGE, [pending('closed@contoso.com')], { authAs: 'Internal' });
    await sink.received(2);
    assert.deepEqual(
      sink.messages[1]?.recipients.map(({ address }) => address),
      ['kate@fabrikam.com'],
    );
  });
});

const LIMITS: readonly (readonly [
  rule: string,
  transportConfig: Partial<ConfigSnapshot['transportConfig']>,
  status: string,
])[] = [
  [
    'F18: MaxSendSize',
    { maxSendSize: 10 },
    '550 5.2.12 RESOLVER.RST.SendSizeLimit.Org; message too large for this organization',
  ],
  [
    'MaxReceiveSize',
    { maxReceiveSize: 10 },
    '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
  ],
  [
    'MaxRecipientEnvelopeLimit',
    { maxRecipientEnvelopeLimit: 1 },
    '550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients',
  ],
];

for (const [rule, limits, status] of LIMITS) {
  test(`${rule}: the message fails after it was accepted, and the report is free of the limit`, async () => {
    const { transportConfig } = snapshotWith();
    await withDirectory(
      [],
      async (harness, sink) => {
        await harness.send(MESSAGE, [pending('a@fabrikam.com'), pending('b@fabrikam.com')]);
        await sink.received(1);
        assert.equal(sink.messages[0]?.mailFrom, '');
        assert.deepEqual(harness.events[0]?.recipientStatus, [status]);
      },
      { transportConfig: { ...transportConfig, ...limits } },
    );
  });
}

const OWN_LIMITS: readonly (readonly [
  rule: string,
  directory: readonly DirectoryEntry[],
  to: string,
  status: string,
  limit: string,
])[] = [
  [
    'MaxReceiveSize of a contact',
    [{ ...contact('kate', 'kate@fabrikam.com'), maxReceiveSize: 10 }],
    'kate@contoso.com',
    '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
    'Recipient MaxReceiveSize=10',
  ],
  [
    'MaxReceiveSize of a group',
    [contact('kate', 'kate@fabrikam.com'), { ...group('all', ['kate']), maxReceiveSize: 10 }],
    'all@contoso.com',
    '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
    'Recipient MaxReceiveSize=10',
  ],
  [
    'MaxSendSize of the sender who signed in',
    [{ ...contact('printer', 'printer@fabrikam.com'), maxSendSize: 10 }],
    'a@fabrikam.com',
    '550 5.2.11 RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender',
    'Sender MaxSendSize=10',
  ],
  [
    'RecipientLimits of the sender who signed in',
    [{ ...contact('printer', 'printer@fabrikam.com'), recipientLimits: 0 }],
    'a@fabrikam.com',
    '550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients',
    'Sender RecipientLimits=0',
  ],
];

for (const [rule, directory, to, status, limit] of OWN_LIMITS) {
  test(`${rule}: the recipient fails, and tracking names the limit and whose it is`, async () => {
    await withDirectory(directory, async (harness, sink) => {
      await harness.send(MESSAGE, [pending(to)], {
        authAs: 'Internal',
        headerFrom: 'printer@contoso.com',
      });
      await sink.received(1);
      assert.equal(sink.messages[0]?.mailFrom, '');
      const failed = harness.events.find(({ eventId }) => eventId === 'FAIL');
      assert.deepEqual(failed?.recipientStatus, [status]);
      assert.equal(failed?.sourceContext, limit);
    });
  });
}

test('an anonymous sender has no limits but the organization’s, whatever address it writes', async () => {
  const directory = [{ ...contact('printer', 'printer@fabrikam.com'), maxSendSize: 10 }];
  await withDirectory(directory, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('a@fabrikam.com')], { headerFrom: 'printer@contoso.com' });
    await sink.received(1);
    assert.deepEqual(addresses(sink), ['a@fabrikam.com']);
  });
});

test('a group counts as one recipient for MaxRecipientEnvelopeLimit', async () => {
  const { transportConfig } = snapshotWith();
  const directory = [
    contact('kate', 'kate@fabrikam.com'),
    contact('joe', 'joe@fabrikam.com'),
    group('all', ['kate', 'joe']),
  ];
  await withDirectory(
    directory,
    async (harness, sink) => {
      await harness.send(MESSAGE, [pending('all@contoso.com')]);
      await sink.received(1);
      assert.equal(addresses(sink).length, 2);
    },
    { transportConfig: { ...transportConfig, maxRecipientEnvelopeLimit: 1 } },
  );
});

test('F6: a message too large for every connector fails at once, not into Unreachable', async () => {
  const small = sendConnector({ dropDirectory: 'drop', maxMessageSize: 10 });
  const harness = startHarness(snapshotWith({ sendConnectors: [small] }));
  await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await until(() => harness.drops.length === 1, 'the report, which is free of the limit');
  assert.equal(harness.events[0]?.source, 'ROUTING');
  assert.match(harness.drops[0]?.content ?? '', /^Status: 5\.3\.4\r$/m);
  await harness.stop();
});

test('a drop-folder connector gets the envelope and the content without stamps', async () => {
  const harness = startHarness(
    snapshotWith({ sendConnectors: [sendConnector({ name: 'Sandbox', dropDirectory: 'drop' })] }),
  );
  await harness.send(`X-MS-Exchange-Organization-SCL: 1\r\n${MESSAGE}`, [
    pending('a@fabrikam.com'),
    pending('b@x.example'),
  ]);
  await until(() => harness.store.stats().messages === 0, 'it is written');
  assert.deepEqual(harness.drops, [{ directory: 'drop', content: MESSAGE }]);
  assert.equal(harness.events[0]?.connectorId, 'Sandbox');
  await harness.stop();
});
