import { Button, Spinner } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';
import { useCommand } from '../api/use-command.ts';
import { ConfirmDialog } from '../command/confirm-dialog.tsx';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import { ErrorBar } from './error-bar.tsx';
import { handedOver } from './handed-over.ts';
import { LinkButton } from './link-button.tsx';
import { Page } from './page.tsx';
import { useSession } from './session-gate.tsx';
import { type Removal, removeCommand } from './use-removal.tsx';

type Props = Readonly<{
  /** Lists all of the kind. */
  get: Command;
  find: (object: AdminObject) => boolean;
  title: (object: AdminObject) => string;
  /** The list it belongs to. */
  back: Readonly<{ path: string; name: TextKey }>;
  removal: Removal<AdminObject>;
  children: (object: AdminObject) => ReactNode;
}>;

/** One object of a list: loading, gone, removed, else what is made of it. */
export function ObjectPage({ get, find, title, back, removal, children }: Props): ReactNode {
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
          {removal.isFixed?.(object) === true ? null : (
            <RemoveButton name={name} object={object} {...{ removal, back }} />
          )}
        </>
      }
    >
      {children(object)}
    </Page>
  );
}

type RemoveProps = Pick<Props, 'removal' | 'back'> & Readonly<{ name: string; object: AdminObject }>;

function RemoveButton({ name, object, removal, back }: RemoveProps): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  if (!may(removal.command)) return null;
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{text('object.remove')}</Button>
      {isAsking ? (
        <ConfirmDialog
          title={text('object.removeTitle', { name })}
          consequence={text(removal.consequence)}
          doName={text('object.remove')}
          commands={[removeCommand(removal, object)]}
          onClose={() => setIsAsking(false)}
          onDone={(ran) => void navigate(back.path, { state: handedOver(ran) })}
        />
      ) : null}
    </>
  );
}
