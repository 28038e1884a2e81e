import { Button, Field, Input } from '@fluentui/react-components';
import { type ReactNode, useId, useState } from 'react';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { ConfirmDialog } from '../../command/confirm-dialog.tsx';
import { Told } from '../../command/outcome.tsx';
import { type Ran, useRunCommands } from '../../command/use-run-commands.ts';
import { errorAt } from '../../frame/error-title.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';

/** So many names are proposed while one types. */
const PROPOSED = 200;
const GET_RECIPIENTS: Command = { name: 'Get-Recipient', parameters: { ResultSize: PROPOSED } };

/** Who gets what is sent to the group. */
export function GroupMembers({ group }: Readonly<{ group: string }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const answer = useCommand({ name: 'Get-DistributionGroupMember', parameters: { Identity: group } });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isRemoving, setIsRemoving] = useState(false);
  const [ran, setRan] = useState<readonly Ran[]>([]);
  const columns = useInLanguage(columnsIn);
  const members = answer.data?.objects ?? [];
  const chosen = members.filter((member) => selected.has(textOf(member, 'Name')));
  if (answer.isError) return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <>
      <AddMember group={group} />
      <h2>{text('recipient.members')}</h2>
      <Told ran={ran} />
      <DataTable
        label={text('recipient.members')}
        columns={columns}
        rows={answer.data?.objects}
        rowKey={(object) => textOf(object, 'Name')}
        empty={<p>{text('recipient.noMembers')}</p>}
        selection={{ selected, onChange: setSelected }}
        actions={
          <Button
            disabled={chosen.length === 0 || !may('Remove-DistributionGroupMember')}
            onClick={() => setIsRemoving(true)}
          >
            {text('object.remove')}
          </Button>
        }
      />
      {isRemoving ? (
        <ConfirmDialog
          title={text('recipient.removeMembersTitle', { name: group })}
          consequence={text('recipient.removeMembers')}
          doName={text('object.remove')}
          commands={chosen.map((member) => ({
            name: 'Remove-DistributionGroupMember',
            parameters: { Identity: group, Member: textOf(member, 'Name') },
          }))}
          onClose={() => setIsRemoving(false)}
          onDone={(commands) => {
            setRan(commands);
            setIsRemoving(false);
            setSelected(new Set());
          }}
        />
      ) : null}
    </>
  );
}

function columnsIn({ text }: LanguageView): readonly Column<AdminObject>[] {
  return [
    { key: 'name', name: text('connectors.name'), value: (object) => textOf(object, 'Name'), narrow: true },
    {
      key: 'address',
      name: text('recipient.primary'),
      value: (object) => textOf(object, 'PrimarySmtpAddress'),
      narrow: true,
    },
  ];
}

function AddMember({ group }: Readonly<{ group: string }>): ReactNode {
  const language = useLanguage();
  const { text } = language;
  const { may } = useSession();
  const run = useRunCommands();
  const [name, setName] = useState('');
  const id = useId();
  const recipients = useCommand(GET_RECIPIENTS, { enabled: may('Get-Recipient') });
  const message = errorAt(run.error, language, 'Member');
  const command: Command = {
    name: 'Add-DistributionGroupMember',
    parameters: { Identity: group, Member: name.trim() },
  };
  return (
    <CommandForm
      commands={name.trim() === '' ? [] : [command]}
      run={run}
      saveName={text('recipient.addMember')}
      onDone={() => setName('')}
    >
      <Field
        label={text('recipient.member')}
        hint={text('recipient.memberHint')}
        {...(message === undefined ? {} : { validationMessage: message })}
      >
        <Input
          value={name}
          onChange={(_, { value }) => setName(value)}
          autoComplete="off"
          spellCheck={false}
          list={id}
        />
      </Field>
      <datalist id={id}>
        {recipients.data?.objects.map((object) => (
          <option key={textOf(object, 'Guid')} value={textOf(object, 'Name')}>
            {textOf(object, 'PrimarySmtpAddress')}
          </option>
        ))}
      </datalist>
    </CommandForm>
  );
}
