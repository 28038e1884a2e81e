import { X509Certificate, createHash } from 'node:crypto';
import type { TlsaData } from 'dns-packet';
import type { DnssecTrust } from '../../src/config/organization.ts';
import type { SendConnector } from '../../src/config/send-connector.ts';
import { createDialer } from '../../src/net/dialer.ts';
import { createResolver } from '../../src/net/resolver.ts';
import type { Observation } from '../../src/transport/events.ts';
import type { MtaStsPolicies } from '../../src/transport/mta-sts-port.ts';
import { contextOf, issue } from './certificates.ts';
import type { Issued } from './certificates.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from './delivery-harness.ts';
import { startDnsStub } from './dns-stub.ts';
import type { StubReply } from './dns-stub.ts';
import { startSmtpSink } from './smtp-sink.ts';

/** Delivery to fabrikam.com, whose one host mx.fabrikam.com has TLSA records. */

/** The certificate of the host where a case does not say another. */
export const HOST: Issued = issue(['mx.fabrikam.com']);

/** A TLSA record of a certificate. */
export function tlsaRecord(
  usage: number,
  selector: number,
  matchingType: number,
  of: Pick<Issued, 'certificatePem'>,
): TlsaData {
  const certificate = new X509Certificate(of.certificatePem);
  const octets =
    selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' });
  const digest = (name: string): Buffer => createHash(name).update(octets).digest();
  return {
    usage,
    selector,
    matchingType,
    certificate: matchingType === 0 ? octets : digest(matchingType === 1 ? 'sha256' : 'sha512'),
  };
}

export type DaneCase = Readonly<{
  certificate?: Pick<Issued, 'pem'>;
  extensions?: readonly string[];
  tlsa: readonly TlsaData[] | 'none' | 'servfail' | 'insecure';
  insecureMx?: boolean;
  /** DNSSEC does not vouch for the addresses, nor for those of the alias. */
  insecureAddress?: boolean;
  /** mx.fabrikam.com is an alias of this name. */
  alias?: string;
  /** Whether DNSSEC vouches for the alias itself, asked by its own type. */
  secureAlias?: boolean | 'servfail';
  /** The name that has the TLSA records; by default the one behind the alias. */
  tlsaOf?: string;
  connector?: Partial<SendConnector>;
  trust?: DnssecTrust;
  mtaSts?: MtaStsPolicies;
}>;

export const ANY_RECORD: TlsaData = tlsaRecord(3, 1, 1, HOST);

/** What a name server says of fabrikam.com in a case. */
export function daneZone(given: DaneCase): (name: string, type: string) => StubReply {
  const holder = given.alias ?? 'mx.fabrikam.com';
  return (name, type) => {
    const base = { name, ttl: 60 };
    if (type === 'MX' && name === 'fabrikam.com')
      return {
        kind: 'answers',
        answers: [{ ...base, type: 'MX', data: { preference: 10, exchange: 'mx.fabrikam.com' } }],
        secure: given.insecureMx !== true,
      };
    if (type === 'A' && name === 'mx.fabrikam.com') {
      const alias = given.alias === undefined ? [] : [{ ...base, type: 'CNAME', data: given.alias } as const];
      const address = { name: holder, ttl: 60, type: 'A', data: '192.0.2.1' } as const;
      return { kind: 'answers', answers: [...alias, address], secure: given.insecureAddress !== true };
    }
    if (type === 'CNAME' && given.secureAlias === 'servfail') return { kind: 'servfail' };
    if (type === 'CNAME' && name === 'mx.fabrikam.com' && given.alias !== undefined)
      return {
        kind: 'answers',
        answers: [{ ...base, type: 'CNAME', data: given.alias }],
        secure: given.secureAlias === true,
      };
    if (type === 'TLSA' && name === `_25._tcp.${given.tlsaOf ?? holder}`) return tlsaReply(name, given.tlsa);
    return { kind: type === 'AAAA' ? 'answers' : 'nxdomain', answers: [], secure: true };
  };
}

function tlsaReply(name: string, tlsa: DaneCase['tlsa']): StubReply {
  if (tlsa === 'servfail') return { kind: 'servfail' };
  if (tlsa === 'none') return { kind: 'nxdomain', secure: true };
  const records = tlsa === 'insecure' ? [ANY_RECORD] : tlsa;
  const answers = records.map((data) => ({ type: 'TLSA', name, ttl: 60, data }) as const);
  return { kind: 'answers', answers, secure: tlsa !== 'insecure' };
}

/** Sends one message to a domain with those records: `tls`, `clear`, or why it waits; and what was counted. */
export async function daneOutcome(
  given: DaneCase,
): Promise<Readonly<{ what: string; results: readonly string[] }>> {
  const { certificate = HOST, extensions = ['STARTTLS'], trust = 'Loopback' } = given;
  const sink = await startSmtpSink({ extensions, tls: contextOf(certificate) });
  const stub = await startDnsStub(daneZone(given));
  const resolver = createResolver({
    servers: () => [stub.server],
    dnssecTrust: () => trust,
    readSystemFile: async () => '',
    now: Date.now,
    timeoutMs: 500,
    rounds: 1,
  });
  const real = createDialer(() => []);
  const results: string[] = [];
  const tracked: string[] = [];
  const made = sendConnector({ dnsRoutingEnabled: true, smartHosts: [], ...given.connector });
  const harness = startHarness(snapshotWith({ sendConnectors: [made] }), {
    resolver,
    dialer: {
      dial: async (target, signal) =>
        await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal),
    },
    events: {
      track: (event) => tracked.push(event.recipientStatus.join()),
      protocol: () => undefined,
      observe: (one) => results.push(...resultsOf(one)),
    },
    ...(given.mtaSts === undefined ? {} : { mtaSts: given.mtaSts }),
  });
  await harness.send('Subject: Test\r\n\r\nHello\r\n', [pending('kate@fabrikam.com')]);
  await until(() => tracked.length > 0, 'an outcome');
  const [message] = sink.messages;
  await harness.stop();
  await sink.close();
  await stub.close();
  return { what: message === undefined ? (tracked[0] ?? '') : message.tls ? 'tls' : 'clear', results };
}

function resultsOf(observation: Observation): readonly string[] {
  return observation.kind === 'tlsPolicy' ? [`${observation.policy} ${observation.result ?? 'ok'}`] : [];
}
