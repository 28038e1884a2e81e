import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { authority, certificateOf, issue } from '../../test/support/certificates.ts';
import type { Issued } from '../../test/support/certificates.ts';
import { InboundServer } from '../../test/support/inbound-server.ts';
import { DEFAULT_TRANSPORT_CONFIG } from '../config/defaults.ts';
import { PARTNER_SERVERS } from '../config/principals.ts';
import type { Revocations } from './revocations.ts';

/** A client that has been answered 220 to STARTTLS and done its handshake. */
async function startTls(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const plain = connect({ host: '127.0.0.1', port });
  await read(plain);
  await ask(plain, 'EHLO client.example');
  assert.match(await ask(plain, 'STARTTLS'), /^220 /);
  const secure = connectTls({ socket: plain, rejectUnauthorized: false, ...options });
  await new Promise<void>((resolve, reject) => {
    secure.once('secureConnect', resolve);
    secure.once('error', reject);
  });
  return secure;
}

async function read(socket: Socket): Promise<string> {
  return await new Promise<string>((resolve) => {
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });
}

async function ask(socket: Socket, line: string): Promise<string> {
  socket.write(`${line}\r\n`);
  return await read(socket);
}

const subjectOf = (socket: TLSSocket): string => String(socket.getPeerCertificate().subject.CN);

describe('certificates of Receive connectors, mail-flow.md §11.3', () => {
  const first = certificateOf(issue(['ex1.contoso.com']));
  const ca = authority();
  const second = certificateOf(issue(['mail.contoso.com'], { issuer: ca }));

  it('TlsCertificateName chooses, a change is presented to the next STARTTLS without a restart', async () => {
    await using server = await InboundServer.start({ snapshot: { certificates: [first, second] } });
    const before = await startTls(server.port);
    assert.equal(subjectOf(before), 'ex1.contoso.com');
    await server.set({ tlsCertificateName: '<I>CN=Test CA<S>CN=mail.contoso.com' });
    const after = await startTls(server.port);
    assert.equal(subjectOf(after), 'mail.contoso.com');
    assert.match(await ask(before, 'EHLO client.example'), /^250/);
    before.destroy();
    after.destroy();
  });

  it('no certificate fits: STARTTLS is not offered', async () => {
    await using server = await InboundServer.start({
      connector: { fqdn: 'other.contoso.com' },
      snapshot: { certificates: [first] },
    });
    const dialogue = await server.connect();
    assert.doesNotMatch(await dialogue.command('EHLO client.example'), /STARTTLS/);
    dialogue.close();
  });

  it('without Tls among the mechanisms STARTTLS is not offered', async () => {
    await using server = await InboundServer.start({
      connector: { authMechanism: [] },
      snapshot: { certificates: [first] },
    });
    const dialogue = await server.connect();
    assert.doesNotMatch(await dialogue.command('EHLO client.example'), /STARTTLS/);
    dialogue.close();
  });

  it('F21: the only certificate has expired: STARTTLS is offered, and shows it', async () => {
    const expired = certificateOf(issue(['ex1.contoso.com'], { notAfter: Date.now() - 1000 }));
    await using server = await InboundServer.start({ snapshot: { certificates: [expired] } });
    const secure = await startTls(server.port);
    assert.ok(Date.parse(secure.getPeerCertificate().valid_to) < Date.now());
    assert.match(await ask(secure, 'EHLO client.example'), /^250/);
    secure.destroy();
  });

  it('TLS 1.0 and 1.1 only where the connector allows them', async () => {
    await using server = await InboundServer.start();
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await assert.rejects(startTls(server.port, old));
    await server.set({ tlsMinimumVersion: 'Tls10' });
    for (const version of ['TLSv1', 'TLSv1.1'] as const) {
      const socket = await startTls(server.port, { ...old, minVersion: version, maxVersion: version });
      assert.equal(socket.getProtocol(), version);
      socket.destroy();
    }
    await server.set({ tlsMinimumVersion: 'Tls13' });
    await assert.rejects(startTls(server.port, { maxVersion: 'TLSv1.2' }));
  });
});

describe('mutual TLS, receive-connectors.md §3.2: Partner', () => {
  const ca = authority('Partner CA');
  const partner = issue(['fabrikam.com'], { issuer: ca });
  const stranger = issue(['fabrikam.com'], { issuer: authority('Nobody') });
  const entries = [
    'ms-Exch-SMTP-Submit',
    'ms-Exch-SMTP-Accept-Any-Sender',
    'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
  ].map((extendedRight) => ({
    principal: PARTNER_SERVERS,
    extendedRight,
    accessRights: ['ExtendedRight'],
    deny: false,
    inheritanceType: 'All' as const,
    childObjectTypes: [],
    properties: [],
  }));

  async function answerTo(
    client: Issued | null,
    sender: string,
    isRevoked: Revocations = () => false,
  ): Promise<string> {
    await using server = await InboundServer.start({
      connector: { domainSecureEnabled: true, entries },
      snapshot: {
        transportConfig: { ...DEFAULT_TRANSPORT_CONFIG, tlsReceiveDomainSecureList: ['fabrikam.com'] },
      },
      trustedRoots: [ca.certificatePem],
      isRevoked,
    });
    const socket = await startTls(server.port, client === null ? {} : { key: client.pem, cert: client.pem });
    await ask(socket, 'EHLO mx.fabrikam.com');
    const answer = await ask(socket, `MAIL FROM:<${sender}>`);
    socket.destroy();
    return answer;
  }

  it('a listed domain whose certificate a trusted authority vouches for has the rights of Partner Servers', async () => {
    assert.match(await answerTo(partner, 'kate@fabrikam.com'), /^250 /);
    assert.match(await answerTo(partner, 'kate@sales.fabrikam.com'), /^250 /);
  });

  it('many at once are told apart, also beside handshakes that fail', async () => {
    await using server = await InboundServer.start({
      connector: { domainSecureEnabled: true, entries },
      snapshot: {
        transportConfig: { ...DEFAULT_TRANSPORT_CONFIG, tlsReceiveDomainSecureList: ['fabrikam.com'] },
      },
      trustedRoots: [ca.certificatePem],
    });
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        if (n % 3 === 0) return await startTls(server.port, { maxVersion: 'TLSv1.1' }).catch(() => 'failed');
        const shown = n % 3 === 1 ? partner : stranger;
        const socket = await startTls(server.port, { key: shown.pem, cert: shown.pem });
        await ask(socket, 'EHLO mx.fabrikam.com');
        const answer = await ask(socket, 'MAIL FROM:<kate@fabrikam.com>');
        socket.destroy();
        return answer.slice(0, 3);
      }),
    );
    assert.deepEqual(
      answers,
      Array.from({ length: 12 }, (_, n) => (n % 3 === 0 ? 'failed' : n % 3 === 1 ? '250' : '530')),
    );
  });

  it('DomainSecureEnabled and TLSReceiveDomainSecureList: a change makes partners without a restart, and unmakes them', async () => {
    await using server = await InboundServer.start({
      connector: { entries },
      snapshot: { transportConfig: DEFAULT_TRANSPORT_CONFIG },
      trustedRoots: [ca.certificatePem],
    });
    const connect = async (): Promise<TLSSocket> => {
      const socket = await startTls(server.port, { key: partner.pem, cert: partner.pem });
      await ask(socket, 'EHLO mx.fabrikam.com');
      return socket;
    };
    const list = (domains: readonly string[]): void => {
      const transportConfig = { ...DEFAULT_TRANSPORT_CONFIG, tlsReceiveDomainSecureList: domains };
      server.snapshot = { ...server.snapshot, version: server.snapshot.version + 1, transportConfig };
    };
    const mail = async (socket: TLSSocket): Promise<string> => {
      const reply = await ask(socket, 'MAIL FROM:<kate@fabrikam.com>');
      await ask(socket, 'RSET');
      return reply.slice(0, 3);
    };
    list(['fabrikam.com']);
    const first = await connect();
    assert.equal(await mail(first), '530', 'nobody asked for its certificate');
    await server.set({ domainSecureEnabled: true });
    const next = await connect();
    assert.equal(await mail(next), '250');
    list(['contoso.net']);
    assert.equal(await mail(next), '530', 'of the session that stands');
    list(['fabrikam.com']);
    assert.equal(await mail(next), '250');
    await server.set({ domainSecureEnabled: false });
    assert.equal(await mail(next), '530');
    first.destroy();
    next.destroy();
  });

  it('a partner speaks for its own domain alone', async () => {
    assert.match(await answerTo(partner, 'chris@contoso.com'), /^550 5\.7\./);
  });

  it('ADR-0018: a certificate that its authority took back makes no partner', async () => {
    assert.doesNotMatch(await answerTo(partner, 'chris@fabrikam.com', () => true), /^250/);
  });

  it('no certificate, or one that nobody vouches for, makes no partner', async () => {
    assert.match(await answerTo(null, 'kate@fabrikam.com'), /^5\d\d 5\.7\.1/);
    assert.match(await answerTo(stranger, 'kate@fabrikam.com'), /^5\d\d 5\.7\.1/);
  });
});

describe('resumed TLS sessions, RFC 8446 §2.2', () => {
  const ca = authority('Partner CA');
  const partner = issue(['fabrikam.com'], { issuer: ca });
  const client = { key: partner.pem, cert: partner.pem };
  const versions = ['TLSv1.3', 'TLSv1.2'] as const;

  /** What the client may show the next time; with TLS 1.3 it comes behind the handshake. */
  async function ticketOf(port: number, options: ConnectionOptions): Promise<Buffer | undefined> {
    const socket = await startTls(port, options);
    let ticket: Buffer | undefined;
    socket.on('session', (session) => (ticket = session));
    await ask(socket, 'EHLO client.example');
    const session = ticket ?? socket.getSession();
    socket.destroy();
    return session;
  }

  async function isResumed(
    port: number,
    session: Buffer | undefined,
    options: ConnectionOptions,
  ): Promise<boolean> {
    const socket = await startTls(port, { ...options, ...(session === undefined ? {} : { session }) });
    const reused = socket.isSessionReused();
    socket.destroy();
    return reused;
  }

  for (const maxVersion of versions) {
    it(`${maxVersion}: a ticket resumes, and no longer once certificate or least version is another`, async () => {
      const certificates = ['mail.contoso.com', 'ex2.contoso.com'].map((name) =>
        certificateOf(issue([name])),
      );
      await using server = await InboundServer.start({
        connector: { fqdn: 'mail.contoso.com' },
        snapshot: { certificates },
      });
      const ticket = await ticketOf(server.port, { maxVersion });
      assert.equal(await isResumed(server.port, ticket, { maxVersion }), true);
      await server.set({ tlsMinimumVersion: 'Tls11' });
      assert.equal(await isResumed(server.port, ticket, { maxVersion }), false);
      await server.set({ tlsMinimumVersion: 'Tls12', fqdn: 'ex2.contoso.com' });
      assert.equal(await isResumed(server.port, ticket, { maxVersion }), false);
    });

    it(`${maxVersion}: where certificates of clients are asked for nothing is resumed, whoever gave the ticket`, async () => {
      await using server = await InboundServer.start({ trustedRoots: [ca.certificatePem] });
      const foreign = await ticketOf(server.port, { maxVersion });
      await server.set({ domainSecureEnabled: true });
      const own = await ticketOf(server.port, { maxVersion, ...client });
      assert.equal(await isResumed(server.port, foreign, { maxVersion, ...client }), false);
      assert.equal(await isResumed(server.port, own, { maxVersion, ...client }), false);
      assert.equal(await isResumed(server.port, own, { maxVersion }), false);
      await server.set({ domainSecureEnabled: false });
      assert.equal(await isResumed(server.port, own, { maxVersion }), false);
    });
  }
});
