import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { Value } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { ConfirmDialog } from '../../command/confirm-dialog.tsx';
import { Told } from '../../command/outcome.tsx';
import type { Ran } from '../../command/use-run-commands.ts';
import { useSession } from '../../frame/session-gate.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';

/** What may be done with the selected rows: one command for each. */
export type Action = Readonly<{
  name: TextKey;
  command: string;
  parameters?: Readonly<Record<string, Value>>;
  title: TextKey;
  /** In plain words, what will happen. */
  consequence: TextKey;
}>;

type ActionsView = Readonly<{ buttons: ReactNode; dialog: ReactNode; told: ReactNode }>;

/** Buttons for the selected rows, the question that each asks first, and what was run last.
 *  @param onDone where the rows may be gone then */
export function useActions(
  actions: readonly Action[],
  selected: ReadonlySet<string>,
  onDone: () => void = () => undefined,
): ActionsView {
  const { text } = useLanguage();
  const { may } = useSession();
  const [asked, setAsked] = useState<Action | null>(null);
  const [ran, setRan] = useState<readonly Ran[]>([]);
  const buttons = actions.map((action) => (
    <Button
      key={action.name}
      disabled={selected.size === 0 || !may(action.command)}
      onClick={() => setAsked(action)}
    >
      {text(action.name)}
    </Button>
  ));
  return {
    buttons,
    told: <Told ran={ran} />,
    dialog:
      asked === null ? null : (
        <ConfirmDialog
          title={text(asked.title)}
          names={[...selected]}
          consequence={text(asked.consequence)}
          doName={text(asked.name)}
          commands={[...selected].map((identity) => commandOf(asked, identity))}
          onClose={() => setAsked(null)}
          onDone={(commands) => {
            setRan(commands);
            setAsked(null);
            onDone();
          }}
        />
      ),
  };
}

function commandOf({ command, parameters = {} }: Action, identity: string): Command {
  return { name: command, parameters: { Identity: identity, ...parameters } };
}
