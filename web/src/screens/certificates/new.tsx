import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Value } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { CopyButton } from '../../command/copy-button.tsx';
import { Told } from '../../command/outcome.tsx';
import type { Ran } from '../../command/use-run-commands.ts';
import { handedOver } from '../../frame/handed-over.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { CreateForm } from '../../settings/create-form.tsx';
import { type Draft, textIn } from '../../settings/draft.ts';
import type { Choice, Setting } from '../../settings/setting.ts';

const KINDS: readonly Choice[] = [
  { value: 'selfSigned', name: 'cert.makeSelfSigned' },
  { value: 'request', name: 'cert.makeRequest' },
];
const SIZES: readonly Choice[] = ['2048', '4096', '1024'].map((value) => ({ value, name: null }));

const NAMES: Setting = {
  parameter: 'DomainName',
  name: 'cert.names',
  hint: 'cert.namesHint',
  kind: 'entries',
  entry: 'text',
};
const SUBJECT: Setting = {
  parameter: 'SubjectName',
  name: 'cert.subject',
  hint: 'cert.subjectHint',
  kind: 'text',
};
const SETTINGS: readonly Setting[] = [
  { parameter: 'Kind', name: 'cert.kind', hint: 'cert.kindHint', kind: 'choice', choices: KINDS },
  NAMES,
  SUBJECT,
  { parameter: 'FriendlyName', name: 'cert.friendlyName', kind: 'text' },
  { parameter: 'KeySize', name: 'cert.keySize', kind: 'choice', choices: SIZES },
  { parameter: 'PrivateKeyExportable', name: 'cert.exportable', kind: 'switch' },
];
const FIRST: Draft = { Kind: 'selfSigned', KeySize: '2048' };

/** Exchange: "New Exchange certificate": one signed by itself, or a request for an authority. */
export function NewCertificate(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const [made, setMade] = useState<readonly Ran[]>([]);
  const pem = pemOf(made);
  if (pem !== null) return <RequestMade pem={pem} ran={made} />;
  return (
    <Page title={text('cert.newTitle')}>
      <CreateForm
        settings={() => SETTINGS}
        first={FIRST}
        command={newCommand}
        back="/certificates"
        onCreated={(ran) => {
          if (pemOf(ran) === null) void navigate('/certificates', { state: handedOver(ran) });
          else setMade(ran);
        }}
      />
    </Page>
  );
}

function newCommand({ Kind, ...changed }: Readonly<Record<string, Value>>, draft: Draft): Command {
  return {
    name: 'New-ExchangeCertificate',
    parameters: changed,
    ...(textIn(draft, 'Kind') === 'request' || Kind === 'request' ? { switches: ['GenerateRequest'] } : {}),
  };
}

/** A request is returned as its text. */
function pemOf(ran: readonly Ran[]): string | null {
  const value: Value = ran[0]?.result.objects[0] ?? null;
  return typeof value === 'string' ? value : null;
}

function RequestMade({ pem, ran }: Readonly<{ pem: string; ran: readonly Ran[] }>): ReactNode {
  const { text } = useLanguage();
  return (
    <Page title={text('cert.requestMade')}>
      <Told ran={ran} />
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{text('cert.requestNext')}</MessageBarTitle>
          {text('cert.requestNextHow')}
        </MessageBarBody>
      </MessageBar>
      <pre className="secret" tabIndex={0} aria-label={text('cert.request')}>
        <code>{pem}</code>
      </pre>
      <div className="form-actions">
        <CopyButton read={() => pem} />
        <LinkButton to="/certificates/import">{text('cert.import')}</LinkButton>
        <LinkButton to="/certificates">{text('cert.title')}</LinkButton>
      </div>
    </Page>
  );
}
