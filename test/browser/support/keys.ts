import assert from 'node:assert/strict';
import type { TextKey, Visitor } from './admin-center.ts';

const MOST_TABS = 60;

/** Presses Enter on the button of this name, which Tab reaches. */
export async function pressByTab(visitor: Visitor, key: TextKey): Promise<void> {
  await tabTo(visitor, visitor.text(key));
  await visitor.page.keyboard.press('Enter');
}

/** Presses Tab, or Shift+Tab, until what has this name has the focus: it can be reached, and is seen to have been. */
export async function tabTo(visitor: Visitor, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const seen: string[] = [];
  for (let count = 0; count < MOST_TABS; count++) {
    const focused = await focusedName(visitor);
    if (focused === name) return;
    seen.push(focused);
    await visitor.page.keyboard.press(key);
  }
  assert.fail(`${name} was not reached by ${key} ${MOST_TABS} times: ${seen.join(' → ')}`);
}

/** What is read out of that which has the focus: its own label, that of its field, or its text. */
export async function focusedName(visitor: Visitor): Promise<string> {
  const name = await visitor.page.evaluate(
    "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.labels?.[0]?.textContent?.replace(/\\*$/, '').trim() ?? document.activeElement?.textContent?.trim() ?? ''",
  );
  return String(name);
}
