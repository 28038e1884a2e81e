import { SmtpDialogue } from './smtp-dialogue.ts';

const LINE = Buffer.from(`${'x'.repeat(74)}\r\n`);

export type Bulk = Readonly<{
  port: number;
  sessions: number;
  /** Of all sessions together. */
  messages: number;
  /** Octets of each body, about. */
  bodyBytes: number;
  /** Subjects are `<name>-<n>`. */
  name: string;
}>;

export type BulkResult = Readonly<{
  /** Subjects of the messages that were answered with 250. */
  acknowledged: readonly string[];
  /** How often each final or refusing reply came, by its first eight characters. */
  replies: ReadonlyMap<string, number>;
}>;

/** Sends many messages, whatever is answered: a message that is refused is not sent again, and a session that the server
 *  ends is opened anew. */
export async function sendBulk(bulk: Bulk): Promise<BulkResult> {
  const acknowledged: string[] = [];
  const replies = new Map<string, number>();
  let next = 0;
  const body = Buffer.alloc(Math.ceil(bulk.bodyBytes / LINE.length) * LINE.length, LINE);
  const heard = (reply: string): void => {
    const kind = reply.slice(0, 8);
    replies.set(kind, (replies.get(kind) ?? 0) + 1);
  };
  const session = async (): Promise<void> => {
    while (next < bulk.messages) {
      const client = await SmtpDialogue.open({ port: bulk.port });
      try {
        const greeting = await client.reply();
        if (!greeting.startsWith('220')) {
          next += 1;
          heard(greeting);
          continue;
        }
        await client.command('EHLO bulk.example');
        while (next < bulk.messages) {
          next += 1;
          const subject = `${bulk.name}-${next}`;
          const reply = await sendOne(client, subject, body);
          heard(reply);
          if (reply.startsWith('250')) acknowledged.push(subject);
          else await client.command('RSET');
        }
      } catch {
        // the server ended the session: what it said before that was counted
      } finally {
        client.close();
      }
    }
  };
  await Promise.all(Array.from({ length: bulk.sessions }, session));
  return { acknowledged, replies };
}

/** @returns the reply that decided */
async function sendOne(client: SmtpDialogue, subject: string, body: Buffer): Promise<string> {
  for (const command of ['MAIL FROM:<chris@contoso.com>', 'RCPT TO:<kate@fabrikam.com>', 'DATA']) {
    const reply = await client.command(command);
    if (!/^[23]/.test(reply)) return reply;
  }
  client.write(`Subject: ${subject}\r\n\r\n`);
  client.write(body);
  return await client.command('.');
}

/** A relay for everybody on 127.0.0.1, without limits on connections, whose mail goes to a next hop on a port. */
export function bulkRelay(sinkPort: number): string {
  return [
    'New-ReceiveConnector -Name Bulk -TransportRole FrontendTransport -Custom -Bindings 127.0.0.1:25 -RemoteIPRanges 127.0.0.0/8',
    'Set-ReceiveConnector Bulk -PermissionGroups AnonymousUsers -MaxInboundConnection Unlimited -MaxInboundConnectionPerSource Unlimited -MaxInboundConnectionPercentagePerSource 100 -MaxMessageSize 64MB -TarpitInterval 0',
    'Get-ReceiveConnector Bulk | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
    `New-SendConnector -Name Sink -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${sinkPort} -DNSRoutingEnabled $false -MaxMessageSize Unlimited`,
    'Set-TransportService EX1 -MessageRetryInterval 00:00:05 -TransientFailureRetryInterval 00:00:05 -QueueGlitchRetryInterval 00:00:05',
    'Set-TransportConfig -MaxReceiveSize 64MB -MaxSendSize 64MB',
  ].join('\n');
}
