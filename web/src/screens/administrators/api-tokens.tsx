import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { AdminObject, Value } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { dateOf, textOf } from '../../api/objects.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { CopyButton } from '../../command/copy-button.tsx';
import { Told } from '../../command/outcome.tsx';
import { type Ran, useRunCommands } from '../../command/use-run-commands.ts';
import { Modal } from '../../frame/modal.tsx';
import { ObjectList } from '../../frame/object-list.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import type { Removal } from '../../frame/use-removal.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Draft, textIn } from '../../settings/draft.ts';
import { SettingField } from '../../settings/setting-field.tsx';
import type { Setting } from '../../settings/setting.ts';
import type { Column } from '../../table/data-table.tsx';

const REMOVAL: Removal<AdminObject> = {
  command: 'Remove-ApiToken',
  identity: (object) => textOf(object, 'Identity'),
  consequence: 'admin.removeToken',
};

type Props = Readonly<{
  /** Whose tokens; those of all whom one may see unless given. */
  of?: string;
}>;

/** Tokens of scripts. A token is shown when it is made, and never again. */
export function ApiTokens({ of }: Props): ReactNode {
  const { text, dateTime } = useLanguage();
  const [isMaking, setIsMaking] = useState(false);
  const columns: readonly Column<AdminObject>[] = [
    { key: 'name', name: text('connectors.name'), value: (object) => textOf(object, 'Name'), narrow: true },
    { key: 'user', name: text('admin.owner'), value: (object) => textOf(object, 'User'), narrow: true },
    { key: 'made', name: text('admin.made'), ...dateColumn('WhenCreated', dateTime) },
    { key: 'expires', name: text('admin.expires'), ...dateColumn('ExpiresOn', dateTime) },
  ];
  return (
    <>
      <p className="intro">{text('admin.tokensIntro')}</p>
      <div className="actions">
        <Button appearance="primary" onClick={() => setIsMaking(true)}>
          {text('admin.newToken')}
        </Button>
      </div>
      <ObjectList
        label={text('admin.tokens')}
        get={{ name: 'Get-ApiToken', parameters: of === undefined ? {} : { User: of } }}
        columns={columns}
        rowKey={(object) => textOf(object, 'Identity')}
        empty={text('admin.noTokens')}
        removal={REMOVAL}
      />
      {isMaking ? <NewToken isOwn={of !== undefined} onClose={() => setIsMaking(false)} /> : null}
    </>
  );
}

/** Sorted by time, shown in the language's form. */
function dateColumn(
  property: string,
  dateTime: (date: Date) => string,
): Pick<Column<AdminObject>, 'value' | 'cell'> {
  return {
    value: (object) => dateOf(object, property)?.toISOString() ?? '',
    cell: (object) => {
      const date = dateOf(object, property);
      return date === null ? '' : dateTime(date);
    },
  };
}

const NAME: Setting = {
  parameter: 'Name',
  name: 'connector.name',
  hint: 'admin.tokenNameHint',
  kind: 'text',
  required: true,
};
const EXPIRES: Setting = {
  parameter: 'ExpiresOn',
  name: 'admin.expires',
  hint: 'admin.expiresHint',
  kind: 'text',
};
const OWNER: Setting = { parameter: 'User', name: 'admin.owner', hint: 'admin.ownerHint', kind: 'text' };

function NewToken({ isOwn, onClose }: Readonly<{ isOwn: boolean; onClose: () => void }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const run = useRunCommands();
  const [draft, setDraft] = useState<Draft>({});
  const made = run.ran[0]?.result.objects[0];
  const settings = may('New-Administrator') && !isOwn ? [NAME, EXPIRES, OWNER] : [NAME, EXPIRES];
  if (made !== undefined) return <MadeToken token={textOf(made, 'Token')} ran={run.ran} onClose={onClose} />;
  const given = settings
    .map(({ parameter }): readonly [string, Value] => [parameter, textIn(draft, parameter).trim()])
    .filter(([, value]) => value !== '');
  return (
    <Modal title={text('admin.newToken')} onClose={onClose}>
      <CommandForm
        commands={textIn(draft, 'Name').trim() === '' ? [] : [command(given)]}
        run={run}
        saveName={text('settings.create')}
        onCancel={onClose}
      >
        {settings.map((setting) => (
          <SettingField
            key={setting.parameter}
            setting={setting}
            draft={draft}
            error={run.error}
            onChange={(name, value) => setDraft({ ...draft, [name]: value })}
          />
        ))}
      </CommandForm>
    </Modal>
  );
}

function command(given: readonly (readonly [string, Value])[]): Command {
  return { name: 'New-ApiToken', parameters: Object.fromEntries(given) };
}

type MadeProps = Readonly<{ token: string; ran: readonly Ran[]; onClose: () => void }>;

function MadeToken({ token, ran, onClose }: MadeProps): ReactNode {
  const { text } = useLanguage();
  return (
    <Modal title={text('admin.tokenMade')} onClose={onClose}>
      <div className="dialog-content">
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{text('admin.tokenOnce')}</MessageBarTitle>
            {text('admin.tokenOnceWhy')}
          </MessageBarBody>
        </MessageBar>
        <pre className="secret" tabIndex={0} aria-label={text('admin.token')}>
          <code>{token}</code>
        </pre>
        <Told ran={ran} />
        <div className="form-actions">
          <CopyButton read={() => token} />
          <Button appearance="primary" onClick={onClose}>
            {text('common.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
