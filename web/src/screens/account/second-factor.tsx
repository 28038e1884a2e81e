import { Badge } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { useSession } from '../../frame/session-gate.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Draft, isBlank, secretIn, textIn } from '../../settings/draft.ts';
import { SettingField } from '../../settings/setting-field.tsx';
import type { Setting } from '../../settings/setting.ts';
import { textOf } from '../../api/objects.ts';
import { AppSecret } from './app-secret.tsx';
import { OLD_PASSWORD } from './own-password.ts';

/** An authenticator app beside the password: whether it is asked for, how it is set up, and how it is turned off. */
export function SecondFactor(): ReactNode {
  const { text } = useLanguage();
  const { totp } = useSession();
  return (
    <>
      <p>
        {`${text('account.totpNow')} `}
        <Badge appearance="tint" color={totp ? 'success' : 'informative'}>
          {text(totp ? 'admin.totpOn' : 'admin.totpOff')}
        </Badge>
      </p>
      {totp ? <TurnOff /> : <SetUp />}
    </>
  );
}

function TurnOff(): ReactNode {
  const { text } = useLanguage();
  const { end } = useSession();
  return (
    <OneFieldForm
      setting={OLD_PASSWORD}
      command="Disable-MyTotp"
      saveName={text('account.totpDisable')}
      onDone={() => end('account.totpDisabled')}
    >
      <p>{text('account.totpOffIntro')}</p>
    </OneFieldForm>
  );
}

/** First a secret for the app; then a code, which proves that the app has it. */
function SetUp(): ReactNode {
  const { text } = useLanguage();
  const { end } = useSession();
  const run = useRunCommands();
  const made = run.ran[0]?.result.objects[0];
  if (made === undefined)
    return (
      <CommandForm
        commands={[{ name: 'New-MyTotp', parameters: {} }]}
        run={run}
        saveName={text('account.totpBegin')}
      >
        <p>{text('account.totpIntro')}</p>
      </CommandForm>
    );
  return (
    <OneFieldForm
      setting={CODE}
      command="Enable-MyTotp"
      saveName={text('account.totpEnable')}
      onDone={() => end('account.totpEnabled')}
    >
      <AppSecret secret={textOf(made, 'Secret')} uri={textOf(made, 'Uri')} />
    </OneFieldForm>
  );
}

const CODE: Setting = {
  parameter: 'Code',
  name: 'signIn.totp',
  hint: 'signIn.totpHint',
  kind: 'text',
  required: true,
};

type OneFieldProps = Readonly<{
  setting: Setting;
  command: string;
  saveName: string;
  onDone: () => void;
  children: ReactNode;
}>;

function OneFieldForm({ setting, command, saveName, onDone, children }: OneFieldProps): ReactNode {
  const { text } = useLanguage();
  const run = useRunCommands();
  const [draft, setDraft] = useState<Draft>({});
  const [isJudged, setIsJudged] = useState(false);
  const { parameter, kind } = setting;
  const isMissing = isBlank(draft[parameter]);
  const value = kind === 'secret' ? secretIn(draft, parameter) : textIn(draft, parameter).trim();
  return (
    <CommandForm
      commands={[{ name: command, parameters: { [parameter]: value } }]}
      run={run}
      saveName={saveName}
      check={() => {
        setIsJudged(true);
        return !isMissing;
      }}
      onDone={onDone}
    >
      {children}
      <SettingField
        setting={setting}
        draft={draft}
        error={run.error}
        {...(isJudged && isMissing ? { fault: text('settings.missing') } : {})}
        onChange={(name, next) => setDraft({ ...draft, [name]: next })}
      />
    </CommandForm>
  );
}
