import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import type { AdminCenter, Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

/** Runs wherever it is taken for HTML; as text it is harmless. */
const EVIL = '<img src=x onerror=window.pwned=1><script>1</script>';
const EVIL_SENDER = '"<img/src=x/onerror=window.pwned=1>"@contoso.com';

describe('attacks on the admin center', () => {
  let hops: readonly SmtpSink[] = [];
  /** Of the queue whose next hop refuses the message, as it stands in an address. */
  let queue = '';
  before(async () => {
    const greets = await startSmtpSink({
      reply: (line) => (line === 'CONNECT' ? `421 4.3.2 ${EVIL}` : null),
    });
    const takes = await startSmtpSink({
      reply: (line) => (/^MAIL/i.test(line) ? `451 4.3.0 ${EVIL}` : null),
    });
    hops = [greets, takes];
    queue = await furnish(center, { 'fabrikam.com': greets.port, 'wingtip.com': takes.port });
  }, PATIENCE);
  after(async () => {
    for (const hop of hops) await hop.close();
  });

  /** Each screen with what must be seen on it as text: else the field was not shown, and nothing proved. */
  const screens: readonly (readonly [path: string, shown: readonly string[]])[] = [
    ['/', []],
    ['/queues', [EVIL]],
    ['/queues/QUEUE', [EVIL, EVIL_SENDER]],
    ['/receive-connectors', [EVIL]],
    ['/changes', [EVIL]],
    [`/test-relay?from=${encodeURIComponent(EVIL)}`, []],
    [`/queues/${encodeURIComponent(EVIL)}`, [EVIL]],
    [`/${encodeURIComponent(EVIL)}`, []],
    [`/receive-connectors/${encodeURIComponent(EVIL)}`, []],
  ];
  for (const [path, shown] of screens) {
    it(`XSS: what senders and next hops say is text on ${decodeURIComponent(path)}`, PATIENCE, async () => {
      const visitor = await center.visit(browser, { language: 'en' }, path.replace('QUEUE', queue));
      await visitor.page.locator('h1').waitFor();
      await visitor.page.locator('.fui-Spinner').waitFor({ state: 'detached' });
      for (const text of shown) await visitor.page.getByText(text).first().waitFor();
      await assertUnharmed(visitor);
      await visitor.close();
    });
  }

  it('XSS: a dialogue that is only imagined, a change, and the output of the shell', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/test-relay');
    await visitor.fill('test.remote', '127.0.5.10');
    await visitor.fill('test.from', EVIL_SENDER);
    await visitor.fill('test.to', EVIL);
    await visitor.press('test.do');
    await delay(500);
    await assertUnharmed(visitor);
    await visitor.goto('/changes');
    await visitor.page.getByRole('button', { name: 'New-ReceiveConnector' }).first().click();
    await visitor.page.getByRole('dialog').getByText(EVIL).first().waitFor();
    await assertUnharmed(visitor);
    await visitor.goto('/shell');
    const line = visitor.page.locator('.prompt textarea');
    await line.fill('Get-Queue | Get-Message | Format-List Subject,FromAddress,LastError');
    await line.press('Enter');
    await visitor.page.getByRole('log').getByText(EVIL_SENDER).first().waitFor();
    await assertUnharmed(visitor);
    await visitor.close();
  });

  it(
    'CSRF: a page of another port of this host can change nothing, and cannot frame us',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en' });
      const foreign = await startForeignSite(`http://127.0.0.1:${8080 + center.server.portOffset}`);
      const page = await visitor.page.context().newPage();
      await page.goto(foreign.url);
      const told = String(await page.evaluate('attack()'));
      assert.doesNotMatch(told, /200|Default Frontend/);
      await page.locator('form').evaluate('(form) => form.submit()');
      await page.waitForLoadState();
      assert.match(await page.content(), /UnsupportedMediaType|415|JSON/i);
      const domains = await center.server.mustShell('(Get-AcceptedDomain).Name');
      assert.doesNotMatch(domains, /evil/);
      await page.goto(`${foreign.url}/frame`);
      await delay(500);
      for (const frame of page.frames().slice(1)) assert.equal(await frame.locator('h1').count(), 0);
      foreign.close();
      await visitor.close();
    },
  );

  it(
    'session fixation: the cookie that somebody planted is not the one that is signed in',
    PATIENCE,
    async () => {
      const planted = 'A'.repeat(43);
      const visitor = await center.open(browser, { language: 'en' });
      const context = visitor.page.context();
      const url = `http://127.0.0.1:${8080 + center.server.portOffset}`;
      await visitor.goto('/');
      await visitor.signIn(center.password);
      const [own] = await context.cookies();
      assert.ok(own !== undefined && own.httpOnly && own.sameSite === 'Strict');
      await context.clearCookies();
      await context.addCookies([{ name: own.name, value: planted, url }]);
      await visitor.signIn(center.password);
      const values = (await context.cookies()).map(({ value }) => value);
      assert.ok(values.every((value) => value !== planted && value !== own.value));
      assert.equal(await visitor.page.evaluate('document.cookie'), '', 'no script reads it');
      const answer = await fetch(`${url}/api/v1/session`, { headers: { cookie: `${own.name}=${planted}` } });
      assert.equal(answer.status, 401);
      await visitor.close();
    },
  );

  it('what is kept in the browser opens no session', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' });
    const kept = String(
      await visitor.page.evaluate(
        'JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })',
      ),
    );
    const [cookie] = await visitor.page.context().cookies();
    assert.ok(cookie !== undefined && !kept.includes(cookie.value) && !kept.includes(center.password));
    await visitor.close();
  });
});

/** Mail and settings with a payload in each field that others fill. */
async function furnish(center: AdminCenter, hops: Readonly<Record<string, number>>): Promise<string> {
  const sends = Object.entries(hops).map(
    ([domain, port]) =>
      `New-SendConnector -Name ${domain} -AddressSpaces ${domain} -SmartHosts 127.0.0.1 -Port ${port} -DNSRoutingEnabled $false`,
  );
  await center.server.mustShell(
    [
      `New-ReceiveConnector -Name '${EVIL}' -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 127.0.5.10`,
      `Set-ReceiveConnector '${EVIL}' -PermissionGroups AnonymousUsers -Comment '${EVIL}' -Banner '220 ${EVIL}'`,
      `Get-ReceiveConnector '${EVIL}' | Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient`,
      ...sends,
    ].join('; '),
  );
  const session = await center.server.connect({ from: '127.0.5.10' });
  for (const line of [
    `HELO ${EVIL}`,
    `EHLO [${EVIL}]`,
    'EHLO printer',
    `MAIL FROM:<${EVIL_SENDER}>`,
    ...Object.keys(hops).map((domain) => `RCPT TO:<"<img/src=x/onerror=window.pwned=1>"@${domain}>`),
    'DATA',
    `Subject: ${EVIL}\r\nFrom: ${EVIL}\r\n\r\n${EVIL}\r\n.`,
  ])
    await session.command(line);
  session.close();
  const found = await center.server.mustShell(
    `for ($turn = 0; $turn -lt 80; $turn++) {
      $greeted = Get-Queue | Where-Object { $_.LastError -like "*onerror*" }
      $refused = Get-Message | Where-Object { $_.LastError -like "*451*onerror*" }
      if ($greeted -and $refused) { break }
      Start-Sleep -Milliseconds 250
    }
    [string]$refused.Queue`,
  );
  assert.match(found, /EX1/, 'no message was refused by its next hop');
  return encodeURIComponent(found.trim());
}

/** No script ran, none was stopped either, and no element was made of what is text. */
async function assertUnharmed(visitor: Visitor): Promise<void> {
  await delay(300);
  const { page } = visitor;
  assert.equal(await page.evaluate('typeof window.pwned'), 'undefined');
  assert.equal(await page.locator('img[src="x"], img[onerror], script:not([src])').count(), 0);
  assert.equal(await page.locator('a[href^="javascript:"], iframe, object, embed').count(), 0);
  assert.deepEqual(visitor.faults, []);
}

/** Worse than another site: browsers send our cookie with what comes from another port of the same host. */
async function startForeignSite(target: string): Promise<Readonly<{ url: string; close: () => void }>> {
  const api = `${target}/api/v1/commands`;
  const body = JSON.stringify({ parameters: { Name: 'evil', DomainName: 'evil.example' } });
  const attack = `async function attack() {
    const told = [];
    for (const [mode, type] of [['cors', 'application/json'], ['no-cors', 'text/plain'], ['cors', 'text/plain']])
      await fetch('${api}/New-AcceptedDomain', { method: 'POST', mode, credentials: 'include',
        headers: { 'content-type': type }, body: ${JSON.stringify(body)} })
        .then(async (answer) => told.push(answer.status, await answer.text()), (error) => told.push(String(error)));
    await fetch('${api}/Get-ReceiveConnector', { credentials: 'include' })
      .then(async (answer) => told.push(answer.status, await answer.text()), (error) => told.push(String(error)));
    return told.join(' ');
  }`;
  const form = `<form method="post" enctype="text/plain" action="${api}/New-AcceptedDomain">
    <input name='{"parameters":{"Name":"evil","DomainName":"evil.example"},"x":"' value='"}'></form>`;
  const server: Server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      request.url === '/frame'
        ? `<iframe src="${target}/"></iframe>`
        : `<!doctype html><script>${attack}</script>${form}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
