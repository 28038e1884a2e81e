import { Button, Field, Input, MessageBar, MessageBarBody, Title2 } from '@fluentui/react-components';
import { type SyntheticEvent, type ReactNode, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { type SessionInfo, signIn } from '../../api/session.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LanguageChoice } from '../../frame/language-choice.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';

type Props = Readonly<{
  /** Why one has to sign in again. */
  notice: TextKey | null;
  onSignedIn: (session: SessionInfo) => void;
}>;

/** User and password, and the six digits where the user has a second factor. */
export function SignIn({ notice, onSignedIn }: Props): ReactNode {
  const { text } = useLanguage();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [needsTotp, setNeedsTotp] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setIsBusy(true);
    setError(null);
    try {
      onSignedIn(await signIn({ user, password, ...(totp === '' ? {} : { totp }) }));
    } catch (failure) {
      const asksForTotp = failure instanceof ApiError && failure.code === 'TotpRequired';
      if (asksForTotp && !needsTotp) setNeedsTotp(true);
      else setError(failure);
      setIsBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <img src="/postern.svg" alt="" width={40} height={40} />
        <Title2 as="h1" id="sign-in-title">
          {text('signIn.title')}
        </Title2>
        {notice === null || error !== null ? null : (
          <MessageBar intent="success" layout="multiline" role="status">
            <MessageBarBody>{text(notice)}</MessageBarBody>
          </MessageBar>
        )}
        {error === null ? null : <ErrorBar error={error} />}
        <Field label={text('signIn.user')} required>
          <Input value={user} onChange={(_, { value }) => setUser(value)} autoComplete="username" autoFocus />
        </Field>
        <Field label={text('signIn.password')} required>
          <Input
            type="password"
            value={password}
            onChange={(_, { value }) => setPassword(value)}
            autoComplete="current-password"
          />
        </Field>
        {needsTotp ? (
          <Field label={text('signIn.totp')} hint={text('signIn.totpHint')} required>
            <Input
              value={totp}
              onChange={(_, { value }) => setTotp(value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
            />
          </Field>
        ) : null}
        <Button appearance="primary" type="submit" disabled={isBusy || user === '' || password === ''}>
          {text(isBusy ? 'signIn.busy' : 'signIn.do')}
        </Button>
        <p className="hint">{text('signIn.firstPassword')}</p>
        <LanguageChoice />
      </form>
    </main>
  );
}
