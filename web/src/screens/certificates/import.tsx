import { Button, Field } from '@fluentui/react-components';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { errorAt } from '../../frame/error-title.ts';
import { handedOver } from '../../frame/handed-over.ts';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Draft, secretIn, textIn } from '../../settings/draft.ts';
import { SettingField } from '../../settings/setting-field.tsx';
import type { Setting } from '../../settings/setting.ts';

const PEM: Setting = {
  parameter: 'FileData',
  name: 'cert.pem',
  hint: 'cert.pemHint',
  kind: 'lines',
  required: true,
};
const SETTINGS: readonly Setting[] = [
  { parameter: 'Password', name: 'cert.password', hint: 'cert.passwordHint', kind: 'secret' },
  { parameter: 'FriendlyName', name: 'cert.friendlyName', kind: 'text' },
];

/** A file that was chosen; octets where it is not PEM text. */
type ChosenFile = Readonly<{ name: string; octets: readonly number[] }>;
const NO_FILE: ChosenFile = { name: 'mail.pem', octets: [] };

/** Exchange: "Import Exchange certificate", and the answer to a request. */
export function ImportCertificate(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const run = useRunCommands();
  const [draft, setDraft] = useState<Draft>({});
  const [file, setFile] = useState(NO_FILE);
  const isBinary = file.octets.length > 0;
  const take = async (chosen: File): Promise<void> => {
    const octets = new Uint8Array(await chosen.arrayBuffer());
    const pem = new TextDecoder().decode(octets);
    const isText = pem.includes('-----BEGIN');
    setFile({ name: chosen.name, octets: isText ? [] : [...octets] });
    setDraft((before) => ({ ...before, FileData: isText ? pem : '' }));
  };
  return (
    <Page title={text('cert.importTitle')} intro={text('cert.importIntro')}>
      <CommandForm
        commands={isBinary || textIn(draft, 'FileData').trim() !== '' ? [importCommand(draft, file)] : []}
        run={run}
        saveName={text('cert.import')}
        onCancel={() => void navigate('/certificates')}
        onDone={(ran) => {
          const made = ran[0]?.result.objects[0];
          const place = made === undefined ? '' : `/${textOf(made, 'Thumbprint')}?tab=services`;
          void navigate(`/certificates${place}`, { state: handedOver(ran) });
        }}
      >
        <FileField error={run.error} onFile={(chosen) => void take(chosen)} />
        {(isBinary ? SETTINGS : [PEM, ...SETTINGS]).map((setting) => (
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

type FileProps = Readonly<{ error: unknown; onFile: (file: File) => void }>;

function FileField({ error, onFile }: FileProps): ReactNode {
  const language = useLanguage();
  const { text } = language;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const message = errorAt(error, language, 'FileName', 'FileData');
  return (
    <Field
      label={{ children: text('cert.file'), htmlFor: id }}
      hint={text('cert.fileHint')}
      {...(message === undefined ? {} : { validationMessage: message })}
    >
      {/* The browser's own button speaks the language of the browser, not that of the page. */}
      <div className="form-actions">
        <Button aria-describedby={`${id}-name`} onClick={() => input.current?.click()}>
          {text('cert.chooseFile')}
        </Button>
        <span id={`${id}-name`}>{name === '' ? text('cert.noFile') : name}</span>
        <input
          ref={input}
          id={id}
          type="file"
          accept=".pem,.crt,.cer,.txt,.pfx,.p12"
          hidden
          onChange={({ target }) => {
            const chosen = target.files?.[0];
            if (chosen === undefined) return;
            setName(chosen.name);
            onFile(chosen);
          }}
        />
      </div>
    </Field>
  );
}

/** The content may hold a private key: it is sent, and the command beside the button reads it from a file. */
function importCommand(draft: Draft, { name, octets }: ChosenFile): Command {
  const password = secretIn(draft, 'Password');
  const friendlyName = textIn(draft, 'FriendlyName').trim();
  const shownName = `"${name.replaceAll(/[`"$“”„]/g, '')}"`;
  return {
    name: 'Import-ExchangeCertificate',
    parameters: {
      FileData: octets.length > 0 ? octets : [textIn(draft, 'FileData')],
      ...(password.text === '' ? {} : { Password: password }),
      ...(friendlyName === '' ? {} : { FriendlyName: friendlyName }),
    },
    written: {
      FileData:
        octets.length > 0 ? `([System.IO.File]::ReadAllBytes(${shownName}))` : `(Get-Content ${shownName})`,
    },
  };
}
