import type { TextKey, Visitor } from './admin-center.ts';

/** Answers to the wizard of a Send connector through a smart host that asks for a sign-in. */
export type SmartHostAnswers = Readonly<{
  name: string;
  domain: string;
  host: string;
  port: string;
  user: string;
  password: string;
}>;

type Step = (visitor: Visitor, answers: SmartHostAnswers) => Promise<void>;

const STEPS: readonly Step[] = [
  (visitor, { name }) => visitor.fill('connector.name', name),
  async (visitor, { host, port }) => {
    await visitor.choose('routing.smartHosts');
    await addEntry(visitor, 'send.smartHosts', async () => {
      await visitor.page.getByRole('dialog').getByRole('textbox').fill(host);
    });
    await visitor.fill('send.port', port);
  },
  (visitor, { domain }) =>
    addEntry(visitor, 'send.spaces', async () => {
      await visitor.fill('space.domain', domain);
    }),
  async (visitor, { user, password }) => {
    await choose(visitor, 'send.authentication', 'BasicAuth');
    await visitor.fill('credential.user', user);
    await visitor.fill('credential.password', password);
  },
];

/** Fills pages and presses Next on each.
 *  @param pages how many; 4 lead to the summary */
export async function walkSendWizard(visitor: Visitor, answers: SmartHostAnswers, pages = 4): Promise<void> {
  for (const step of STEPS.slice(0, pages)) {
    await step(visitor, answers);
    await visitor.press('wizard.next');
  }
}

export async function choose(visitor: Visitor, key: TextKey, value: string): Promise<void> {
  await visitor.page.getByRole('combobox', { name: visitor.text(key) }).selectOption(value);
}

/** Add in the list of that name, what is filled in, Save. */
export async function addEntry(visitor: Visitor, list: TextKey, fill: () => Promise<void>): Promise<void> {
  await visitor.page
    .getByRole('group', { name: visitor.text(list) })
    .getByRole('button', { name: visitor.text('entries.add') })
    .click();
  await fill();
  await pressInDialog(visitor, 'common.save');
}

export async function pressInDialog(visitor: Visitor, key: TextKey): Promise<void> {
  await visitor.page
    .getByRole('dialog')
    .getByRole('button', { name: visitor.text(key), exact: true })
    .click();
}
