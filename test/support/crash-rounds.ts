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
      if (round % 4 > 0) await someAcknowledged(acknowledged, acknowledged.size);
      await delay(Math.random() * 360);
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

const ENVELOPE = [
  ['MAIL FROM:<>', '250'],
  ['RCPT TO:<kate@fabrikam.com>', '250'],
  ['DATA', '354'],
] as const;

/** A slow machine gets its time: a kill before anything was acknowledged shows little,
 *  so it happens in every fourth round alone. */
async function someAcknowledged(acknowledged: ReadonlySet<string>, before: number): Promise<void> {
  const until = Date.now() + 10_000;
  while (acknowledged.size < before + SENDERS && Date.now() < until) await delay(5);
}

/** Sends one message after another until the server dies; notes each that was answered with 250. A reply that does not
 *  belong to its command is an error: what came behind it could pass for an answer to a message. */
async function send(server: Postern, name: string, acknowledged: Set<string>): Promise<void> {
  const dialogue = await begin(server);
  if (dialogue === null) return;
  for (let n = 0; ; n++) {
    const id = `${name}n${n}`;
    for (const [command, expected] of ENVELOPE) {
      const reply = await answerTo(dialogue, command);
      if (reply === '') return;
      if (!reply.startsWith(expected)) throw new Error(`${id}: ${command} was answered with ${reply}`);
    }
    const reply = await answerTo(dialogue, `Subject: ${id}\r\n${bodyOf(id).toString('latin1')}.`);
    if (reply === '') return;
    if (!reply.startsWith('250 2.6.0')) throw new Error(`${id}: its content was answered with ${reply}`);
    acknowledged.add(id);
  }
}

/** @returns null where the server was killed before */
async function begin(server: Postern): Promise<SmtpDialogue | null> {
  try {
    const dialogue = await SmtpDialogue.open({ port: server.port, from: net.printer });
    await dialogue.reply();
    await dialogue.command('EHLO device.contoso.com');
    return dialogue;
  } catch {
    return null;
  }
}

/** @returns '' where the server was killed before it answered */
async function answerTo(dialogue: SmtpDialogue, command: string): Promise<string> {
  try {
    return await dialogue.command(command);
  } catch {
    return '';
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
