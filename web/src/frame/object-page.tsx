import { Button, Spinner } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';
import { useCommand } from '../api/use-command.ts';
import { ConfirmDialog } from '../command/confirm-dialog.tsx';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import { ErrorBar } from './error-bar.tsx';
import { LinkButton } from './link-button.tsx';
import { Page } from './page.tsx';
import { useSession } from './session-gate.tsx';

type Props = Readonly<{
  /** Lists all of the kind. */
  get: Command;
  find: (object: AdminObject) => boolean;
  title: (object: AdminObject) => string;
  /** The list it belongs to. */
  back: Readonly<{ path: string; name: TextKey }>;
  remove: Readonly<{
    command: (object: AdminObject) => Command;
    /** What will happen. */
    consequence: TextKey;
  }>;
  children: (object: AdminObject) => ReactNode;
}>;

/** One object of a list: loading, gone, removed, else what is made of it. */
export function ObjectPage({ get, find, title, back, remove, children }: Props): ReactNode {
  const { text } = useLanguage();
  const answer = useCommand(get);
  if (answer.isPending) return <Spinner label={text('common.loading')} />;
  if (answer.isError) return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  const object = answer.data.objects.find(find);
  if (object === undefined)
    return (
      <Page title={text('object.goneTitle')}>
        <p>{text('object.gone')}</p>
        <LinkButton to={back.path}>{text(back.name)}</LinkButton>
      </Page>
    );
  const name = title(object);
  return (
    <Page
      title={name}
      actions={
        <>
          <LinkButton to={back.path}>{text('common.back')}</LinkButton>
          <RemoveButton name={name} command={remove.command(object)} {...{ remove, back }} />
        </>
      }
    >
      {children(object)}
    </Page>
  );
}

type RemoveProps = Pick<Props, 'remove' | 'back'> & Readonly<{ name: string; command: Command }>;

function RemoveButton({ name, command, remove, back }: RemoveProps): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  if (!may(command.name)) return null;
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{text('object.remove')}</Button>
      {isAsking ? (
        <ConfirmDialog
          title={text('object.removeTitle', { name })}
          consequence={text(remove.consequence)}
          doName={text('object.remove')}
          commands={[command]}
          onClose={() => setIsAsking(false)}
          onDone={() => void navigate(back.path)}
        />
      ) : null}
    </>
  );
}
