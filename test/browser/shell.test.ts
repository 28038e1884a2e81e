import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { type AdminCenter, LANGUAGES, type Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

const PROMPT = '[PS] >';

describe('the management shell in the browser', () => {
  for (const [index, language] of LANGUAGES.entries()) {
    it(`the article's commands end in a relayed message (${language})`, PATIENCE, async () => {
      const visitor = await openShell(center, browser, language);
      const host = `127.0.7${index}.10`;
      const name = `Anonymous Relay ${language}`;
      await run(
        visitor,
        `New-ReceiveConnector -Name "${name}" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges ${host}`,
      );
      await run(visitor, `Set-ReceiveConnector "${name}" -PermissionGroups AnonymousUsers`);
      await run(
        visitor,
        `Get-ReceiveConnector "${name}" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"`,
      );
      const shown = await run(
        visitor,
        `Get-ReceiveConnector "${name}" | Format-List Enabled,TransportRole,RemoteIPRanges,Bindings`,
      );
      assert.match(shown, new RegExp(`RemoteIPRanges\\s*: \\{${host.replaceAll('.', '\\.')}\\}`));
      await relay(center, host, `Shell ${language}`);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }

  it('Tab completes commands, parameters, values and the names of objects', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    const tabs: readonly (readonly [typed: string, completed: string])[] = [
      ['Get-Receiv', 'Get-ReceiveConnector'],
      ['Get-ReceiveConnector "Default F', 'Get-ReceiveConnector "Default Frontend EX1"'],
      ['New-ReceiveConnector -TransportR', 'New-ReceiveConnector -TransportRole'],
      ['New-ReceiveConnector -TransportRole Fro', 'New-ReceiveConnector -TransportRole FrontendTransport'],
    ];
    for (const [typed, completed] of tabs) {
      await line(visitor).fill(typed);
      await line(visitor).press('Tab');
      await until(async () => (await line(visitor).inputValue()) === completed, completed);
    }
    await line(visitor).press('Escape');
    await line(visitor).press('Tab');
    assert.equal(
      await visitor.page.evaluate("document.activeElement.tagName === 'TEXTAREA'"),
      false,
      'nobody is caught in the line',
    );
    await visitor.close();
  });

  it('several rows, history, errors, help', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    await line(visitor).fill('foreach ($n in 1..3) {');
    await line(visitor).press('Enter');
    await visitor.page.keyboard.type('$n * 2');
    await line(visitor).press('Enter');
    await visitor.page.keyboard.type('}');
    await line(visitor).press('Enter');
    await visitor.see('6');
    assert.match(await log(visitor), /2\n4\n6$/);
    await line(visitor).press('ArrowUp');
    assert.equal(await line(visitor).inputValue(), 'foreach ($n in 1..3) {\n$n * 2\n}');
    await line(visitor).press('Escape');

    await run(visitor, 'Get-ReceiveConnector Nowhere');
    const error = visitor.page.locator('.piece.error').last();
    assert.match(await error.innerText(), /couldn't be found/);
    assert.match(await run(visitor, 'Get-Help Set-ReceiveConnector'), /SYNTAX|NAME/);
    await visitor.close();
  });

  it('what may hold a password is not kept in the browser', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    await run(visitor, '$plain = "harmless"');
    await run(visitor, '$p = ConvertTo-SecureString "Hunter-2!" -AsPlainText -Force');
    const kept = String(await visitor.page.evaluate('JSON.stringify(localStorage)'));
    assert.match(kept, /harmless/);
    assert.doesNotMatch(kept, /Hunter/);
    await visitor.page.reload();
    await line(visitor).press('ArrowUp');
    assert.equal(await line(visitor).inputValue(), '$plain = "harmless"');
    await visitor.close();
  });

  it('Ctrl+C stops a pipeline that would never end, and the shell goes on', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    await line(visitor).fill('while ($true) { }');
    await line(visitor).press('Enter');
    await visitor.page.locator('.prompt textarea[readonly]').waitFor();
    await line(visitor).press('Control+c');
    assert.match(await run(visitor, '"still here"'), /\^C\n.*\nstill here$/);
    await visitor.close();
  });

  it('questions are asked: yes or no, and a password that is not shown', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    await run(
      visitor,
      'New-ReceiveConnector Doomed -Usage Custom -Bindings 127.0.0.9:2525 -RemoteIPRanges 127.0.0.9',
    );
    for (const [answer, rest] of [
      ['n', 'Doomed'],
      ['y', ''],
    ]) {
      await line(visitor).fill('Remove-ReceiveConnector Doomed');
      await line(visitor).press('Enter');
      await visitor.page.getByRole('textbox', { name: /Yes to All/ }).fill(answer ?? '');
      await visitor.page.keyboard.press('Enter');
      await ready(visitor);
      const left = await run(visitor, '(Get-ReceiveConnector | Where-Object Name -eq Doomed).Name');
      assert.equal(left.split('.Name').at(-1)?.trim(), rest);
    }
    await line(visitor).fill('$s = Read-Host "Password" -AsSecureString');
    await line(visitor).press('Enter');
    await visitor.page.locator('.prompt input[type=password]').fill('Hunter-2!');
    await visitor.page.keyboard.press('Enter');
    await ready(visitor);
    assert.match(await log(visitor), /Password: \*{9}$/);
    assert.doesNotMatch(await visitor.page.content(), /Hunter/);
    await visitor.close();
  });

  it('-Confirm of several objects: Yes, Yes to All, No, No to All', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    for (const [answers, left] of [
      [['y', 'n', 'y', 'n'], '2 4'],
      [['n', 'a'], '1'],
      [['y', 'l'], '2 3 4'],
      [['a'], ''],
    ] as const) {
      await run(
        visitor,
        '1..4 | ForEach-Object { New-ReceiveConnector "Many $_" -Usage Custom -Bindings "127.0.9.${_}:2525" -RemoteIPRanges 127.0.9.9 } | Out-Null',
      );
      await line(visitor).fill('Get-ReceiveConnector "Many *" | Remove-ReceiveConnector -Confirm');
      await line(visitor).press('Enter');
      for (const answer of answers) {
        const before = (await log(visitor)).split('Yes to All').length;
        await visitor.page.getByRole('textbox', { name: /Yes to All.*No to All/ }).fill(answer);
        await visitor.page.keyboard.press('Enter');
        await until(async () => (await log(visitor)).split('Yes to All').length > before, answer);
      }
      await ready(visitor);
      const rest = await run(
        visitor,
        '"rest:" + ((Get-ReceiveConnector "Many *" | ForEach-Object { $_.Name.Substring(5) }) -join " ") + ";"',
      );
      assert.equal(/\nrest:(.*);$/.exec(rest)?.[1], left, answers.join(' '));
      await run(visitor, 'Get-ReceiveConnector "Many *" | Remove-ReceiveConnector -Confirm:$false');
    }
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it(
    'Japanese stands in columns two wide; a control character of somebody else moves nothing',
    PATIENCE,
    async () => {
      const visitor = await openShell(center, browser, 'ja');
      await run(visitor, '"受信コネクタ"; "012345678901"; [char]27 + "[2Jx"');
      assert.match(await log(visitor), /␛\[2Jx/);
      const wide = (await visitor.page.locator('.piece.output .wide').last().boundingBox())?.width ?? 0;
      const digit = Number(
        await visitor.page.evaluate("document.querySelector('.ruler').getBoundingClientRect().width / 10"),
      );
      assert.ok(Math.abs(wide - 12 * digit) < 1, `${wide} px for twelve columns of ${digit} px`);
      await visitor.close();
    },
  );

  it('a file that a command writes can be saved', PATIENCE, async () => {
    const visitor = await openShell(center, browser, 'en');
    await run(
      visitor,
      'Get-ReceiveConnector | Select-Object Name | Export-Csv connectors.csv -NoTypeInformation',
    );
    const download = visitor.page.waitForEvent('download');
    await visitor.page.getByRole('button', { name: 'Save connectors.csv' }).click();
    assert.equal((await download).suggestedFilename(), 'connectors.csv');
    assert.match(await run(visitor, '(Import-Csv connectors.csv).Name'), /Default Frontend EX1/);
    await visitor.close();
  });
});

async function openShell(
  center: AdminCenter,
  browser: Browser,
  language: (typeof LANGUAGES)[number],
): Promise<Visitor> {
  const visitor = await center.visit(browser, { language });
  await visitor.follow('shell.title');
  await line(visitor).waitFor();
  return visitor;
}

function line(visitor: Visitor): ReturnType<Visitor['page']['locator']> {
  return visitor.page.locator('.prompt textarea');
}

async function ready(visitor: Visitor): Promise<void> {
  await visitor.page.locator('.prompt textarea:not([readonly])').waitFor();
}

/** Types a command and waits until it has ended. @returns all that the log shows */
async function run(visitor: Visitor, command: string): Promise<string> {
  const before = (await log(visitor)).split(PROMPT).length;
  await line(visitor).fill(command);
  await line(visitor).press('Enter');
  await until(async () => (await log(visitor)).split(PROMPT).length > before, command);
  await ready(visitor);
  return log(visitor);
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 200; waited++) {
    if (await holds()) return;
    await delay(50);
  }
  assert.fail(`${what}: not within 10 s`);
}

async function log(visitor: Visitor): Promise<string> {
  return visitor.page.getByRole('log').innerText();
}

async function relay(center: AdminCenter, from: string, subject: string): Promise<void> {
  const session = await center.server.connect({ from });
  await session.reply();
  for (const [command, code] of [
    ['EHLO printer', '250'],
    ['MAIL FROM:<chris@contoso.com>', '250'],
    ['RCPT TO:<kate@fabrikam.com>', '250'],
    ['DATA', '354'],
    [`Subject: ${subject}\r\n\r\nThis is a test message\r\n.`, '250'],
    ['QUIT', '221'],
  ]) {
    const reply = await session.command(command ?? '');
    assert.equal(reply.slice(0, 3), code, reply);
  }
  const folder = join(center.server.data, 'drop');
  for (let waited = 0; waited < 100; waited++) {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    if (names.some((name) => readFileSync(join(folder, name), 'utf8').includes(subject))) return;
    await delay(100);
  }
  assert.fail(`${subject} was not delivered within 10 s`);
}
