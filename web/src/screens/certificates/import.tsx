import { Field } from '@fluentui/react-components';
import { type ReactNode, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Draft, secretIn, textIn } from '../../settings/draft.ts';
import { SettingField } from '../../settings/setting-field.tsx';
import type { Setting } from '../../settings/setting.ts';

const SETTINGS: readonly Setting[] = [
  {
    parameter: 'FileData',
    name: 'cert.pem',
    hint: 'cert.pemHint',
    kind: 'lines',
    required: true,
  },
  { parameter: 'Password', name: 'cert.password', hint: 'cert.passwordHint', kind: 'secret' },
  { parameter: 'FriendlyName', name: 'cert.friendlyName', kind: 'text' },
];

/** Exchange: "Import Exchange certificate", and the answer to a request. */
export function ImportCertificate(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const run = useRunCommands();
  const [draft, setDraft] = useState<Draft>({});
  const [fileName, setFileName] = useState('mail.pem');
  const id = useId();
  return (
    <Page title={text('cert.importTitle')} intro={text('cert.importIntro')}>
      <CommandForm
        commands={textIn(draft, 'FileData').trim() === '' ? [] : [importCommand(draft, fileName)]}
        run={run}
        saveName={text('cert.import')}
        onCancel={() => void navigate('/certificates')}
        onDone={(ran) => {
          const made = ran[0]?.result.objects[0];
          void navigate(
            made === undefined ? '/certificates' : `/certificates/${textOf(made, 'Thumbprint')}?tab=services`,
          );
        }}
      >
        <Field label={{ children: text('cert.file'), htmlFor: id }} hint={text('cert.fileHint')}>
          <input
            id={id}
            type="file"
            accept=".pem,.crt,.cer,.txt"
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file === undefined) return;
              void file.text().then((content) => {
                setFileName(file.name);
                setDraft((before) => ({ ...before, FileData: content }));
              });
            }}
          />
        </Field>
        {SETTINGS.map((setting) => (
          <SettingField
            key={setting.parameter}
            setting={setting}
            draft={draft}
            error={run.error}
            onChange={(name, value) => setDraft({ ...draft, [name]: value })}
          />
        ))}
      </CommandForm>
    </Page>
  );
}

/** What is pasted may hold a private key: it is sent, and the command beside the button reads it from a file. */
function importCommand(draft: Draft, fileName: string): Command {
  const password = secretIn(draft, 'Password');
  const friendlyName = textIn(draft, 'FriendlyName').trim();
  return {
    name: 'Import-ExchangeCertificate',
    parameters: {
      FileData: [textIn(draft, 'FileData')],
      ...(password.text === '' ? {} : { Password: password }),
      ...(friendlyName === '' ? {} : { FriendlyName: friendlyName }),
    },
    written: { FileData: `(Get-Content "${fileName.replaceAll(/[`"$“”„]/g, '')}")` },
  };
}
