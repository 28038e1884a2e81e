import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totpCode } from '../../src/admin/totp.ts';
import { LANGUAGES, type Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

const STEP_MS = 30_000;

/** What everybody does with the own account, and with the role groups of others. */
describe('my account in the admin center', () => {
  const administrator = async (name: string, groups = 'View-Only Organization Management'): Promise<void> => {
    await center.server.mustShell(
      `New-Administrator ${name} -Password (ConvertTo-SecureString "first password" -AsPlainText -Force) -RoleGroups "${groups}"`,
    );
  };
  const visitAs = async (name: string, language: 'en' | 'ja'): Promise<Visitor> => {
    const visitor = await center.open(browser, { language });
    await visitor.signIn('first password', name);
    return visitor;
  };

  it('a password is changed: the old one must be right, the new one typed twice', PATIENCE, async () => {
    await administrator('kate');
    const visitor = await visitAs('kate', 'en');
    await visitor.page.getByRole('link', { name: visitor.text('frame.account', { user: 'kate' }) }).click();
    await visitor.press('account.change');
    assert.equal(await visitor.page.getByText(visitor.text('settings.missing')).count(), 3);
    await fillPasswords(visitor, ['wrong password', 'second password', 'another one']);
    await visitor.press('account.change');
    await visitor.see(visitor.text('account.differs'));
    await fillPasswords(visitor, ['wrong password', 'second password', 'second password']);
    await visitor.press('account.change');
    await visitor.page.locator('input[type=password][aria-invalid=true]').waitFor();
    await visitor.see(/it is not your password/);
    assert.doesNotMatch(await visitor.page.locator('main').innerText(), /second password/);
    await fillPasswords(visitor, ['first password', 'second password', 'second password']);
    await visitor.press('account.change');
    await visitor.see(visitor.text('account.passwordChanged'));
    await visitor.signIn('second password', 'kate');
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  for (const language of LANGUAGES) {
    it(`a second factor is set up, asked for, and turned off (${language})`, PATIENCE, async () => {
      const name = `owner-${language}`;
      await administrator(name);
      const visitor = await visitAs(name, language);
      await visitor.goto('/account?tab=totp');
      await visitor.press('account.totpBegin');
      await visitor.page.locator('.qr').waitFor();
      const secret = (await visitor.page.locator('.app-secret .secret').innerText()).replaceAll(/\s/g, '');
      await visitor.fill('signIn.totp', '000000');
      await visitor.press('account.totpEnable');
      await visitor.page.locator('[aria-invalid=true]').waitFor();
      await visitor.fill('signIn.totp', codeOf(secret));
      await visitor.press('account.totpEnable');
      await visitor.see(visitor.text('account.totpEnabled'));

      await visitor.fill('signIn.user', name);
      await visitor.fill('signIn.password', 'first password');
      await visitor.press('signIn.do');
      await visitor.fill('signIn.totp', codeOf(secret));
      await visitor.press('signIn.do');
      await visitor.page.getByRole('banner').waitFor();

      await visitor.goto('/account?tab=totp');
      await visitor.fill('account.oldPassword', 'first password');
      await visitor.press('account.totpDisable');
      await visitor.see(visitor.text('account.totpDisabled'));
      await visitor.signIn('first password', name);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }

  it(
    'own tokens are there for those who manage nobody, and several are removed at once',
    PATIENCE,
    async () => {
      await administrator('viewer');
      for (const token of ['one', 'two', 'three'])
        await center.server.mustShell(`New-ApiToken ${token} -User viewer | Out-Null`);
      await center.server.mustShell('New-ApiToken foreign -User admin | Out-Null');
      const visitor = await visitAs('viewer', 'ja');
      await visitor.goto('/account?tab=tokens');
      for (const token of ['one', 'two'])
        await visitor.page
          .getByRole('checkbox', { name: visitor.text('table.select', { name: `viewer\\${token}` }) })
          .check();
      assert.equal(await visitor.page.getByText('foreign').count(), 0);
      await visitor.press('object.removeCount', { count: '2' });
      const dialog = visitor.page.getByRole('dialog');
      assert.deepEqual(await dialog.locator('.names li').allInnerTexts(), ['viewer\\one', 'viewer\\two']);
      await dialog.getByText(visitor.text('admin.removeToken')).waitFor();
      await dialog.getByRole('button', { name: visitor.text('object.remove'), exact: true }).click();
      await visitor.page.getByRole('cell', { name: 'one', exact: true }).waitFor({ state: 'detached' });
      const left = await center.server.mustShell('(Get-ApiToken -User viewer).Name');
      assert.equal(left.trim(), 'three');
      await visitor.close();
    },
  );

  it('other sessions of one’s own are listed and signed out; this one stays', PATIENCE, async () => {
    await administrator('roamer');
    const [here, there] = [await visitAs('roamer', 'ja'), await visitAs('roamer', 'en')];
    await here.goto('/account?tab=sessions');
    await here.page.getByText(here.text('sessions.current'), { exact: true }).waitFor();
    assert.equal(await here.page.getByRole('cell', { name: '127.0.0.1' }).count(), 2);
    await here.press('sessions.endOthers');
    await here.page.getByRole('cell', { name: '127.0.0.1' }).nth(1).waitFor({ state: 'detached' });
    await here.page.getByText(here.text('sessions.current'), { exact: true }).waitFor();
    await there.goto('/');
    await there.seeHeading(there.text('signIn.title'));
    assert.deepEqual(here.faults, []);
    await here.close();
    await there.close();
  });

  it('an administrator joins one role group and leaves another with one Save', PATIENCE, async () => {
    await administrator('mover', 'Recipient Management');
    const visitor = await center.visit(browser, { language: 'ja' }, '/administrators');
    await visitor.page.getByRole('link', { name: 'mover' }).click();
    await visitor.seeHeading('mover');
    await visitor.tab('admin.roleGroups');
    await visitor.page.getByRole('checkbox', { name: 'Server Management' }).check();
    await visitor.page.getByRole('checkbox', { name: 'Recipient Management' }).uncheck();
    const command = visitor.page.getByRole('group', { name: visitor.text('command.before') });
    assert.match(
      await command.innerText(),
      /Add-RoleGroupMember\s+"Server Management"\s+-Member\s+mover\s+Remove-RoleGroupMember\s+"Recipient Management"/,
    );
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    const groups = await center.server.mustShell('(Get-Administrator mover).RoleGroups -join ","');
    assert.equal(groups.trim(), 'Server Management');
    await visitor.close();
  });

  it(
    'the last member of Organization Management cannot leave it, and the screen says why',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'ja' }, '/administrators');
      await visitor.page.getByRole('link', { name: 'admin', exact: true }).click();
      // The list has a tab of that name as well.
      await visitor.seeHeading('admin');
      await visitor.tab('admin.roleGroups');
      await visitor.page.getByRole('checkbox', { name: 'Organization Management', exact: true }).uncheck();
      await visitor.press('common.save');
      await visitor.page.getByRole('alert').getByText(visitor.text('error.code.LastAdministrator')).waitFor();
      await visitor.close();
    },
  );
});

/** Old, new, new again. */
async function fillPasswords(visitor: Visitor, [old, next, again]: readonly string[]): Promise<void> {
  const fields = visitor.page.locator('main input[type=password]');
  await fields.nth(0).fill(old ?? '');
  await fields.nth(1).fill(next ?? '');
  await fields.nth(2).fill(again ?? '');
}

/** As the app would show it now. */
function codeOf(secret: string): string {
  return totpCode(secret, Math.floor(Date.now() / STEP_MS));
}
