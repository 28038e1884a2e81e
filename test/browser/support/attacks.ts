import type { Visitor } from './admin-center.ts';

/** What a sender may write anywhere, in the hope that a browser runs it. */
export const SCRIPT = '<script>window.hacked=1</script>';
export const IMAGE = '<img src=x onerror=window.hacked=2>';

/** Whether anything of it ran. What the policy stopped is among the visitor's faults. */
export async function hasRun(visitor: Visitor): Promise<boolean> {
  return Boolean(await visitor.page.evaluate('"hacked" in window'));
}
