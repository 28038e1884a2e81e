import type { Browser, BrowserContext, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../../web/src/i18n/en.json' with { type: 'json' };
import ja from '../../../web/src/i18n/ja.json' with { type: 'json' };
import { freePortOffset, Postern } from '../../support/postern.ts';

export type Language = 'en' | 'ja';
export type TextKey = keyof typeof en;
export const LANGUAGES: readonly Language[] = ['en', 'ja'];

const TEXTS: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', ja: 'ja-JP' };
const ADMIN_PORT = 8080;
/** An address that no screen has. */
export const NOWHERE = '/nothing-here';

export type Visit = Readonly<{
  language: Language;
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** The page may read what it copied. */
  clipboard?: boolean;
}>;

/** A real sandbox server, its admin center, and a page of a real browser that has signed in. */
export class AdminCenter {
  readonly server: Postern;
  readonly url: string;
  readonly #password: string;
  /** One for each kind of visit. */
  readonly #signedIn = new Map<string, BrowserContext>();

  private constructor(server: Postern) {
    this.server = server;
    this.url = `http://127.0.0.1:${ADMIN_PORT + server.portOffset}`;
    this.#password = readFileSync(join(server.data, 'initial-admin-password'), 'utf8').trim();
  }

  static async start(): Promise<AdminCenter> {
    const portOffset = await freePortOffset();
    const names = ['--server-name', 'EX1', '--fqdn', 'ex1.contoso.com', '--domain', 'contoso.com'];
    return new AdminCenter(await Postern.start({ portOffset, args: [...names, '--sandbox'] }));
  }

  /** Opens a page without a sign-in, in a browser that knows nothing. Faults of scripts fail the test that looks at
   *  `faults`. */
  async open(browser: Browser, visit: Visit): Promise<Visitor> {
    const context = await contextFor(browser, visit);
    return new Visitor(await context.newPage(), this.url, visit.language);
  }

  /** Opens a page of the first administrator at `path`. Visits of one kind share one sign-in and what the browser has
   *  loaded and compiled for it: the second costs a third of the first. */
  async visit(browser: Browser, visit: Visit, path = '/'): Promise<Visitor> {
    const kind = JSON.stringify(visit);
    const known = this.#signedIn.get(kind);
    const context = known ?? (await contextFor(browser, visit));
    const visitor = new Visitor(await context.newPage(), this.url, visit.language);
    if (known === undefined) {
      await visitor.signIn(this.#password);
      this.#signedIn.set(kind, context);
      if (path === '/') return visitor;
    }
    await visitor.goto(path);
    await visitor.page.getByRole('banner').waitFor();
    return visitor;
  }

  get password(): string {
    return this.#password;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}

function contextFor(
  browser: Browser,
  { language, theme = 'light', width = 1280, height = 900, clipboard = false }: Visit,
): Promise<BrowserContext> {
  return browser.newContext({
    locale: LOCALES[language],
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    permissions: clipboard ? ['clipboard-read', 'clipboard-write'] : [],
  });
}

/** Somebody at a page, in one language. */
export class Visitor {
  readonly page: Page;
  readonly #url: string;
  #language: Language;
  /** Errors of scripts, and what the content security policy stopped. */
  readonly faults: string[] = [];

  constructor(page: Page, url: string, language: Language) {
    this.page = page;
    this.#url = url;
    this.#language = language;
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.faults.push(message.text());
    });
  }

  /** The text that this visitor sees. */
  text(key: TextKey, values: Readonly<Record<string, string>> = {}): string {
    return TEXTS[this.#language][key].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
  }

  /** As by a link: the page stays, and so do its scripts. The screen that was there goes first, with what was open on it. */
  async turnTo(path: string): Promise<void> {
    // Nothing is pointed at, as on a page that was just loaded.
    await this.page.mouse.move(0, 0);
    const between = this.page.getByRole('heading', { name: this.text('notFound.title'), exact: true });
    await this.#push(NOWHERE);
    await between.waitFor();
    await this.#push(path);
    await between.waitFor({ state: 'detached' });
  }

  async #push(path: string): Promise<void> {
    await this.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );
  }

  async signIn(password: string, user = 'admin'): Promise<void> {
    await this.goto('/');
    await this.fill('signIn.user', user);
    await this.fill('signIn.password', password);
    await this.press('signIn.do');
    await this.page.getByRole('banner').waitFor();
  }

  /** Another language and theme of the system, as the page stands: behind a dialog, too. */
  async wear({ language, theme }: Required<Pick<Visit, 'language' | 'theme'>>): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
    await this.page.evaluate(`{
      const choice = document.querySelector('.choices select');
      choice.value = '${language}';
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    }`);
    this.#language = language;
    await this.page
      .locator('.places a', { hasText: this.text('home.title') })
      .first()
      .waitFor({ state: 'attached' });
  }

  async press(key: TextKey, values: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.page.getByRole('button', { name: this.text(key, values), exact: true }).click();
  }

  async follow(key: TextKey): Promise<void> {
    await this.page
      .getByRole('link', { name: this.text(key), exact: true })
      .first()
      .click();
  }

  async fill(key: TextKey, value: string): Promise<void> {
    await this.page
      .getByRole('textbox', { name: this.text(key) })
      .or(this.#password(key))
      .fill(value);
  }

  /** A password field has no role. */
  #password(key: TextKey): ReturnType<Page['locator']> {
    return this.page.locator('input[type=password]').and(this.page.getByLabel(this.text(key)));
  }

  async choose(key: TextKey): Promise<void> {
    await this.page.getByRole('radio', { name: this.text(key), exact: true }).check();
  }

  async tick(key: TextKey, wanted: boolean): Promise<void> {
    await this.page.getByRole('checkbox', { name: this.text(key), exact: true }).setChecked(wanted);
  }

  async tab(key: TextKey): Promise<void> {
    await this.page.getByRole('link', { name: this.text(key), exact: true }).click();
  }

  async see(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async seeHeading(name: string): Promise<void> {
    await this.page.getByRole('heading', { name, exact: true }).waitFor();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
