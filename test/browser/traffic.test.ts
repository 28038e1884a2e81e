import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type DnsStub, startDnsStub } from '../support/dns-stub.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { LANGUAGES, type Visitor } from './support/admin-center.ts';
import { hasRun, IMAGE, SCRIPT } from './support/attacks.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

const PRINTER = '127.0.5.10';
describe('mail that was sent, on the screens', () => {
  let refusing: SmtpSink;
  let names: DnsStub;
  let elsewhere: Awaited<ReturnType<typeof startElsewhere>>;
  before(async () => {
    elsewhere = await startElsewhere();
    refusing = await startSmtpSink({
      reply: (line) =>
        /^RCPT TO:<nobody/i.test(line)
          ? `550 5.1.1 no such user ${SCRIPT}`
          : /^RCPT/i.test(line)
            ? '450 4.2.2 full'
            : null,
    });
    names = await startDnsStub((name, type) =>
      type === 'PTR'
        ? { kind: 'answers', answers: [{ name, type, ttl: 60, data: 'printer.contoso.com' }] }
        : { kind: 'nxdomain' },
    );
    await center.server.mustShell(
      [
        `New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges ${PRINTER}`,
        'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
        'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
        `New-SendConnector -Name Refusing -AddressSpaces tailspintoys.com -SmartHosts 127.0.0.1 -Port ${refusing.port} -DNSRoutingEnabled $false`,
        `Set-TransportService EX1 -InternalDNSAdapterEnabled $false -InternalDNSServers ${names.server}`,
      ].join('; '),
    );
    await send('kate@fabrikam.com', [
      `Subject: ${SCRIPT}`,
      `X-Device: ${IMAGE}`,
      'Message-ID: <hostile@printer.contoso.com>',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      `Plain ${SCRIPT}`,
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      ...hostileHtml(elsewhere.url),
      '--b--',
    ]);
    await send('nobody@tailspintoys.com', ['Subject: refused', 'Message-ID: <refused@contoso.com>', '', 'x']);
    await send('someone@tailspintoys.com', ['Subject: waits', 'Message-ID: <waits@contoso.com>', '', 'x']);
  }, PATIENCE);
  after(async () => {
    await refusing.close();
    await names.close();
    elsewhere.close();
  });

  async function send(to: string, content: readonly string[]): Promise<void> {
    const session = await center.server.connect({ from: PRINTER });
    await session.reply();
    for (const line of [
      `EHLO ${IMAGE.replaceAll(' ', '/')}`,
      'EHLO printer',
      'MAIL FROM:<chris@contoso.com>',
      `RCPT TO:<${to}>`,
      'DATA',
    ])
      await session.command(line);
    assert.match(await session.command([...content, '.'].join('\r\n')), /^250/);
    session.close();
  }

  const unharmed = async (visitor: Visitor): Promise<void> => {
    assert.equal(await hasRun(visitor), false);
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  };

  for (const language of LANGUAGES) {
    it(`tracking finds a message and tells what happened to it (${language})`, PATIENCE, async () => {
      const visitor = await center.visit(browser, { language });
      await visitor.follow('tracking.title');
      await visitor.see(visitor.text('tracking.begin'));
      await visitor.page
        .getByLabel(visitor.text('tracking.recipient'), { exact: true })
        .fill('kate@fabrikam.com');
      await visitor.press('tracking.search');
      await visitor.see(SCRIPT);
      await visitor.page.getByRole('cell', { name: visitor.text('tracking.outcome.delivered') }).waitFor();
      await visitor.page.getByRole('link', { name: 'chris@contoso.com' }).click();
      await visitor.seeHeading(visitor.text('timeline.title'));
      await visitor.see(SCRIPT);
      await visitor.see(/printer \(127\.0\.5\.10\)/);
      await visitor.see('SEND/GATEWAY');
      await unharmed(visitor);
    });
  }

  it(
    'a refusal is told in the words of the next hop and in plain ones, with a way to the report',
    PATIENCE,
    async () => {
      const visitor = await center.visit(
        browser,
        { language: 'en' },
        '/tracking?messageId=refused@contoso.com&period=hour',
      );
      await visitor.page.getByRole('cell', { name: visitor.text('tracking.outcome.failed') }).waitFor();
      await visitor.page.locator('tbody a').click();
      await visitor.see(`550 5.1.1 no such user ${SCRIPT}`);
      await visitor.see(visitor.text('reply.noMailbox'));
      await visitor.follow('timeline.toReport');
      await visitor.see(/^Undeliverable/);
      await unharmed(visitor);
    },
  );

  it('a message that waits leads to its queue', PATIENCE, async () => {
    const visitor = await center.visit(
      browser,
      { language: 'en' },
      `/tracking?device=${PRINTER}&subject=waits&period=hour`,
    );
    await visitor.page.getByRole('cell', { name: visitor.text('tracking.outcome.waiting') }).waitFor();
    await visitor.page.locator('tbody a').click();
    await visitor.see('450 4.2.2 full');
    await visitor.see(visitor.text('reply.full'));
    await visitor.page.locator('.in-queue').click();
    await visitor.see('waits');
    await unharmed(visitor);
  });

  it('a search from another device finds nothing and says what to do', PATIENCE, async () => {
    const visitor = await center.visit(
      browser,
      { language: 'ja' },
      '/tracking?device=127.0.5.11&period=hour',
    );
    await visitor.see(visitor.text('tracking.empty'));
    await unharmed(visitor);
  });

  it(
    'the device is listed with its name, and leads to its test, its messages and its sessions',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en', width: 1600 }, '/devices');
      await visitor.page.getByRole('link', { name: PRINTER }).waitFor();
      // The list does not wait for DNS: the name is there when it is read again.
      await visitor.see('printer.contoso.com');
      await visitor.page.getByRole('link', { name: PRINTER }).click();
      await visitor.seeHeading(visitor.text('device.title', { address: PRINTER }));
      await visitor.see(/Its remote IP range 127\.0\.5\.10/);
      await visitor.page.reload();
      await visitor.follow('device.toTracking');
      await visitor.see('waits');
      await visitor.page.goBack();
      await visitor.follow('device.toLive');
      await visitor.see(visitor.text('live.emptyFilter'));
      await visitor.page.goBack();
      await visitor.follow('device.toTest');
      assert.equal(
        await visitor.page.getByRole('textbox', { name: visitor.text('test.remote') }).inputValue(),
        PRINTER,
      );
      await unharmed(visitor);
    },
  );

  it('a captured message is text, harmless HTML, headers and source, and a file', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja', width: 1600 });
    const { page } = visitor;
    await visitor.follow('captured.title');
    await page.getByRole('link', { name: SCRIPT, exact: true }).click();
    await visitor.seeHeading(SCRIPT);
    await visitor.see(`Plain ${SCRIPT}`);
    await visitor.tab('captured.view.html');
    const frame = page.frameLocator('iframe.mail-html');
    await frame.getByText('Invoice 42').waitFor();
    for (const gone of [
      'script',
      'link',
      'base',
      'iframe',
      '[onerror]',
      '[onload]',
      '[href]',
      'meta[http-equiv=refresh]',
    ])
      assert.equal(await frame.locator(gone).count(), 0, gone);
    assert.equal(await page.locator('iframe').getAttribute('sandbox'), '');
    await frame.getByText('Click').click();
    await frame.getByText('Pay').click();
    await frame.getByText('there').click();
    await frame.getByText('Invoice 42').waitFor();
    await visitor.tab('captured.view.headers');
    await visitor.see(IMAGE);
    await visitor.tab('captured.view.source');
    await visitor.see(/Content-Type: multipart\/alternative/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      visitor.follow('captured.download'),
    ]);
    assert.match(download.suggestedFilename(), /\.eml$/);
    assert.match(
      readFileSync(await download.path(), 'utf8'),
      /^Message-ID: <hostile@printer\.contoso\.com>\r$/m,
    );
    // The style sheet of the message asked for a picture: that the policy stops is all that may be told.
    const told = visitor.faults.filter((fault) => !/Content Security Policy/.test(fault));
    assert.deepEqual(told, []);
    assert.equal(elsewhere.connections(), 0, 'nothing was asked of the sender’s server');
    assert.equal(await hasRun(visitor), false);
    await visitor.close();
  });
});

/** All that a sender may try in the hope that a reader's browser does it. */
function hostileHtml(elsewhere: string): readonly string[] {
  return [
    `<base href="${elsewhere}/">`,
    `<meta http-equiv="refresh" content="0;url=${elsewhere}">`,
    `<link rel="stylesheet" href="${elsewhere}.css"><link rel="preconnect" href="${elsewhere}">`,
    `<style>p { background: url(${elsewhere}.png) }</style>`,
    `<p>Invoice <b>42</b></p>${SCRIPT}${IMAGE}`,
    `<img src="${elsewhere}.gif" srcset="${elsewhere}2.gif 2x"><iframe src="${elsewhere}"></iframe>`,
    `<svg onload="window.hacked=3"><image xlink:href="${elsewhere}.svg"/></svg>`,
    `<form action="${elsewhere}"><button>Pay</button></form>`,
    `<a href="javascript:window.hacked=4">Click</a> <a href="${elsewhere}" ping="${elsewhere}">there</a>`,
  ];
}

/** A server that nobody must ask: it counts connections. */
async function startElsewhere(): Promise<
  Readonly<{ url: string; connections: () => number; close: () => void }>
> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/evil`,
    connections: () => connections,
    close: () => server.close(),
  };
}
