import { setTimeout as delay } from 'node:timers/promises';
import { Postern } from './postern.ts';
import { METHOD_1_STEP_1, METHOD_1_STEP_2, NEW_RELAY, NO_TARPIT } from './relay.ts';
import { net } from './article-net.ts';
import { SmtpDialogue } from './smtp-dialogue.ts';
import { startSmtpSink, type SmtpSink } from './smtp-sink.ts';

export type CrashReport = Readonly<{
  rounds: number;
  /** Messages that were answered with 250. */
  acknowledged: number;
  /** Of these, those that never came. */
  lost: readonly string[];
  /** Copies beyond the first. */
  duplicates: number;
  /** Copies that no kill explains: the message was delivered before the last kill but one, or twice without a kill. */
  unexplained: readonly string[];
  /** Copies whose body is not what was sent. */
  damaged: readonly string[];
  /** What the server knows of a lost message, where there is one: its queues, its tracking, its findings at starts. */
  evidence: string;
}>;

const SENDERS = 4;

/** Senders at full speed, SIGKILL at random moments, restart; in the end everything answered with 250 must have come to
 *  the sink. Bodies are small and large, so that kills fall into both ways of storing. */
export async function crashRounds(rounds: number): Promise<CrashReport> {
  const sink = await startSmtpSink();
  const arrivals = new Map<string, number[]>();
  const server = await relayTo(sink);
  const acknowledged = new Set<string>();
  const damaged: string[] = [];
  let seen = 0;
  const note = (round: number): void => {
    for (const message of sink.messages.slice(seen)) {
      const id = /^Subject: (\S+)/m.exec(message.content.toString('latin1', 0, 4096))?.[1] ?? '';
      arrivals.set(id, [...(arrivals.get(id) ?? []), round]);
      if (!message.content.subarray(-LINE.length * linesOf(id) - 2).equals(bodyOf(id)))
        damaged.push(`${id} (${message.content.length} octets)`);
    }
    seen = sink.messages.length;
  };
  try {
    for (let round = 0; round < rounds; round++) {
      const senders = Array.from({ length: SENDERS }, (_, n) => send(server, `r${round}s${n}`, acknowledged));
      await delay(40 + Math.random() * 360);
      await server.stop('SIGKILL');
      await Promise.all(senders);
      await sink.abandoned();
      note(round);
      await server.start();
    }
    await allArrived(acknowledged, () => {
      note(rounds);
      return arrivals;
    });
    const found = report(rounds, acknowledged, arrivals);
    const evidence = found.lost.length === 0 ? '' : await evidenceOf(server, found.lost);
    return { ...found, damaged, evidence };
  } finally {
    await server[Symbol.asyncDispose]();
    await sink.close();
  }
}

async function relayTo(sink: SmtpSink): Promise<Postern> {
  const server = await Postern.start();
  await server.mustShell(
    [
      NEW_RELAY,
      NO_TARPIT,
      METHOD_1_STEP_1,
      METHOD_1_STEP_2,
      `New-SendConnector -Name Sink -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${sink.port} -DNSRoutingEnabled $false`,
    ].join('\n'),
  );
  return server;
}

const LINE = `${'x'.repeat(70)}\r\n`;

/** Every tenth message is large enough to be stored in chunks. */
function linesOf(id: string): number {
  return Number(/n(\d+)$/.exec(id)?.[1] ?? 0) % 10 === 9 ? 5000 : 20;
}

/** The empty line behind the header, and the body. */
function bodyOf(id: string): Buffer {
  return Buffer.from(`\r\n${LINE.repeat(linesOf(id))}`);
}

async function evidenceOf(server: Postern, lost: readonly string[]): Promise<string> {
  const tracking = lost.map(
    (id) => `Get-MessageTrackingLog -MessageSubject ${id} -ResultSize Unlimited | Format-List`,
  );
  const { stdout, stderr } = await server.shell(['Get-Message | Format-List', ...tracking].join('; '));
  return [stdout, stderr, JSON.stringify(await server.status()), server.output].join('\n');
}

/** Sends one message after another until the server dies; notes each that was answered with 250. */
async function send(server: Postern, name: string, acknowledged: Set<string>): Promise<void> {
  try {
    const dialogue = await SmtpDialogue.open({ port: server.port, from: net.printer });
    await dialogue.reply();
    await dialogue.command('EHLO device.contoso.com');
    for (let n = 0; ; n++) {
      const id = `${name}n${n}`;
      await dialogue.command('MAIL FROM:<>');
      await dialogue.command('RCPT TO:<kate@fabrikam.com>');
      await dialogue.command('DATA');
      const reply = await dialogue.command(`Subject: ${id}\r\n${bodyOf(id).toString('latin1')}.`);
      if (reply.startsWith('250')) acknowledged.add(id);
      else if (reply === '') return;
    }
  } catch {
    // the server was killed: what was not acknowledged may be lost
  }
}

async function allArrived(
  acknowledged: ReadonlySet<string>,
  look: () => ReadonlyMap<string, unknown>,
): Promise<void> {
  const until = Date.now() + 120_000;
  while (Date.now() < until) {
    const arrivals = look();
    if ([...acknowledged].every((id) => arrivals.has(id))) break;
    await delay(100);
  }
  await delay(1000);
  look();
}

function report(
  rounds: number,
  acknowledged: ReadonlySet<string>,
  arrivals: ReadonlyMap<string, readonly number[]>,
): Omit<CrashReport, 'damaged' | 'evidence'> {
  const copies = [...arrivals].filter(([, when]) => when.length > 1);
  return {
    rounds,
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((id) => !arrivals.has(id)),
    duplicates: copies.reduce((sum, [, when]) => sum + when.length - 1, 0),
    unexplained: copies.filter(([, when]) => new Set(when).size !== when.length).map(([id]) => id),
  };
}
