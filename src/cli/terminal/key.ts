import * as edit from '../../shell/interactive/line.ts';
import type { Line } from '../../shell/interactive/line.ts';

/** A key as `node:readline` tells it. */
export type Key = Readonly<{
  sequence: string;
  name?: string | undefined;
  ctrl?: boolean | undefined;
  meta?: boolean | undefined;
  shift?: boolean | undefined;
}>;

/** Keys that change the line or move the cursor, as in the Windows console and in Emacs. */
const EDITS: Readonly<Record<string, (line: Line) => Line>> = {
  left: edit.left,
  'ctrl+b': edit.left,
  right: edit.right,
  'ctrl+f': edit.right,
  'ctrl+left': edit.wordLeft,
  'meta+b': edit.wordLeft,
  'ctrl+right': edit.wordRight,
  'meta+f': edit.wordRight,
  home: edit.home,
  'ctrl+a': edit.home,
  end: edit.end,
  'ctrl+e': edit.end,
  backspace: edit.eraseLeft,
  'ctrl+h': edit.eraseLeft,
  delete: edit.eraseRight,
  'ctrl+w': edit.eraseWord,
  'meta+backspace': edit.eraseWord,
  'ctrl+backspace': edit.eraseWord,
  'ctrl+u': edit.eraseToHome,
  'ctrl+k': edit.eraseToEnd,
  escape: () => edit.EMPTY,
};

/** Keys that ask for something else. */
const ACTIONS = {
  return: 'submit',
  enter: 'submit',
  'ctrl+c': 'interrupt',
  'ctrl+d': 'end',
  tab: 'complete',
  'shift+tab': 'completeBack',
  up: 'up',
  'ctrl+p': 'up',
  down: 'down',
  'ctrl+n': 'down',
  f8: 'search',
  'ctrl+r': 'search',
  'ctrl+l': 'clear',
  'paste-start': 'pasteStart',
  'paste-end': 'pasteEnd',
} as const;

export type Action = (typeof ACTIONS)[keyof typeof ACTIONS];

const ACTION_OF: ReadonlyMap<string, Action> = new Map(Object.entries(ACTIONS));

export function actionOf(key: Key): Action | null {
  return ACTION_OF.get(chord(key)) ?? null;
}

/** The line after a key that edits it; the line itself where the key means nothing. */
export function typed(line: Line, key: Key): Line {
  const change = EDITS[chord(key)];
  if (change !== undefined) return change(line);
  const isText = key.ctrl !== true && key.meta !== true && !/[\u0000-\u001f\u007f]/.test(key.sequence);
  return isText ? edit.insert(line, key.sequence) : line;
}

function chord(key: Key): string {
  const name = key.name ?? key.sequence;
  const shift = key.shift === true && name === 'tab' ? 'shift+' : '';
  return `${key.ctrl === true ? 'ctrl+' : ''}${key.meta === true && name !== 'escape' ? 'meta+' : ''}${shift}${name}`;
}
