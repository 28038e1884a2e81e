import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type UnpackedPackages, unpackPackages } from '../support/debian-packages.ts';
import { type OtherServer, type OtherServerKind, startOtherServer } from '../support/other-servers.ts';
import { freePortOffset, Postern, run } from '../support/postern.ts';
import { METHOD_1_STEP_1, METHOD_1_STEP_2, NEW_RELAY, NO_TARPIT } from '../support/relay.ts';
import { SmtpDialogue } from '../support/smtp-dialogue.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const PRINTER = '127.0.5.10';
const EXIM = ['exim4-daemon-light', 'exim4-base', 'libgnutls-dane0', 'libidn12', 'libunbound8'];
const OPEN_SMTPD = ['opensmtpd', 'libevent-2.1-7'];

/** Unpacked before the tests are declared, so that a server that cannot be had is a skipped test with its reason. */
const packages = await unpackPackages([...EXIM, ...OPEN_SMTPD]);
const skip = typeof packages === 'string' ? packages : false;

async function until(condition: () => boolean, what: () => string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition() && Date.now() < end) await delay(50);
  assert.ok(condition(), what());
}

/** Hands a message to a server on loopback. @returns the last reply */
async function submit(port: number, from: string, to: string, subject: string): Promise<string> {
  const dialogue = await SmtpDialogue.open({ port, from });
  await dialogue.reply();
  for (const line of ['EHLO device.contoso.com', 'MAIL FROM:<chris@contoso.com>', `RCPT TO:<${to}>`, 'DATA'])
    await dialogue.command(line);
  const reply = await dialogue.command(
    `From: <chris@contoso.com>\r\nSubject: ${subject}\r\n\r\n..dots\r\nend\r\n.`,
  );
  dialogue.close();
  return reply;
}

/** Whether openssl's own client finishes STARTTLS with a server. */
async function handshakes(port: number): Promise<boolean> {
  const args = ['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`];
  const { stdout, stderr } = await run('openssl', args, 'QUIT\r\n', { timeoutMs: 15_000 });
  return /^New, TLSv1\.[23], Cipher is /m.test(stdout) && !/ alert /.test(stderr);
}

describe('servers that nobody here wrote, side by side, as clients and as next hops', { skip }, () => {
  let sink: SmtpSink;
  let postern: Postern;

  before(async () => {
    sink = await startSmtpSink();
    postern = await Postern.start();
    const next = `New-SendConnector -Name Next -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${sink.port} -DNSRoutingEnabled $false`;
    await postern.mustShell([NEW_RELAY, NO_TARPIT, METHOD_1_STEP_1, METHOD_1_STEP_2, next].join('\n'));
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    await sink.close();
    if (typeof packages !== 'string') packages.remove();
  });

  async function start(kind: OtherServerKind): Promise<OtherServer> {
    const port = (await freePortOffset()) + 25;
    return startOtherServer(kind, unpacked(packages), { port, relayPort: postern.port, source: PRINTER });
  }

  for (const kind of ['Exim', 'OpenSMTPD'] as const) {
    it(`${kind} relays through us over STARTTLS, takes our mail, and its refusal comes back`, async () => {
      const other = await start(kind);
      try {
        const domain = `${kind.toLowerCase()}.example`;
        const subject = `${kind} as a client`;
        assert.match(await submit(other.port, '127.0.0.1', 'kate@fabrikam.com', subject), /^250 /);
        await until(() => sink.messages.some(({ content }) => content.includes(subject)), other.output);
        const relayed =
          sink.messages.find(({ content }) => content.includes(subject))?.content.toString('latin1') ?? '';
        assert.match(relayed, /Received: [^]*?\(version=TLS1_[23], cipher=/);
        assert.match(relayed, /\r\n\.dots\r\nend\r\n/, 'a leading dot survives two hops');

        await postern.mustShell(
          `New-SendConnector -Name ${kind} -AddressSpaces ${domain} -SmartHosts "[127.0.0.1]" -Port ${other.port} -DNSRoutingEnabled $false -ProtocolLoggingLevel Verbose`,
        );
        const toPeer = `to ${kind}`;
        assert.match(await submit(postern.port, PRINTER, `kate@${domain}`, toPeer), /^250 /);
        await until(() => other.kept().length === 1, other.output);
        const kept = other.kept()[0] ?? '';
        assert.match(kept, new RegExp(`Subject: ${toPeer}\\r?\\n`));
        // Whether it can at all is asked of another client: opportunistic TLS must not be worse, and delivers all the same.
        if (await handshakes(other.port))
          assert.match(kept, /TLS/, 'its Received says that the session was encrypted');
        else assert.equal(kind, 'OpenSMTPD', `no client can finish STARTTLS with ${kind}`);
        assert.match(kept, /\n\.dots\r?\nend/);
        const sent = `Get-MessageTrackingLog -EventId SEND -Recipients kate@${domain}`;
        assert.match(await postern.mustShell(`${sent} | Format-List ConnectorId`), new RegExp(`: ${kind}`));

        assert.match(await submit(postern.port, PRINTER, `nobody@${domain}`, 'refused'), /^250 /);
        const failed = `(Get-MessageTrackingLog -EventId FAIL -Recipients nobody@${domain}).RecipientStatus`;
        let status = '';
        const end = Date.now() + 10_000;
        while (status === '' && Date.now() < end) status = (await postern.mustShell(failed)).trim();
        assert.match(status, /^5\d\d /);
      } finally {
        await other.stop();
      }
    });
  }
});

function unpacked(found: UnpackedPackages | string): UnpackedPackages {
  if (typeof found === 'string') throw new Error(found);
  return found;
}
