import { type ReactNode, useState } from 'react';
import { CommandForm } from '../../command/command-form.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { useSession } from '../../frame/session-gate.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Draft, secretIn } from '../../settings/draft.ts';
import { SettingField } from '../../settings/setting-field.tsx';
import type { Setting } from '../../settings/setting.ts';
import { OLD_PASSWORD } from './own-password.ts';

const SETTINGS: readonly Setting[] = [
  OLD_PASSWORD,
  {
    parameter: 'Password',
    name: 'recipient.newPassword',
    hint: 'admin.passwordHint',
    kind: 'secret',
    required: true,
  },
  { parameter: 'Again', name: 'account.again', kind: 'secret', required: true },
];

/** The new password is typed twice: nobody sees it. */
export function ChangePassword(): ReactNode {
  const { text } = useLanguage();
  const { end } = useSession();
  const run = useRunCommands();
  const [draft, setDraft] = useState<Draft>({});
  const [isJudged, setIsJudged] = useState(false);
  const password = secretIn(draft, 'Password');
  const faultOf = ({ parameter }: Setting): { fault?: string } => {
    if (!isJudged) return {};
    const typed = secretIn(draft, parameter).text;
    if (typed === '') return { fault: text('settings.missing') };
    return parameter === 'Again' && typed !== password.text ? { fault: text('account.differs') } : {};
  };
  const parameters = { OldPassword: secretIn(draft, 'OldPassword'), Password: password };
  return (
    <CommandForm
      commands={[{ name: 'Set-MyPassword', parameters }]}
      run={run}
      saveName={text('account.change')}
      check={() => {
        setIsJudged(true);
        const typed = SETTINGS.map(({ parameter }) => secretIn(draft, parameter).text);
        return !typed.includes('') && typed[1] === typed[2];
      }}
      onDone={() => end('account.passwordChanged')}
    >
      <p>{text('account.passwordIntro')}</p>
      {SETTINGS.map((setting) => (
        <SettingField
          key={setting.parameter}
          setting={setting}
          draft={draft}
          error={run.error}
          {...faultOf(setting)}
          onChange={(name, value) => setDraft({ ...draft, [name]: value })}
        />
      ))}
    </CommandForm>
  );
}
