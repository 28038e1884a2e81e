import { Badge, Button } from '@fluentui/react-components';
import { DismissRegular, NavigationRegular, PersonRegular, SignOutRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Link, NavLink } from 'react-router';
import { useLanguage } from '../i18n/language.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { PLACES } from './places.ts';
import { useSession } from './session-gate.tsx';
import { ThemeChoice } from './theme-choice.tsx';

/** The button that unfolds the navigation. */
const MENU = 'menu';

/** Header, navigation and the screen beside it; on a narrow screen the navigation folds away. */
export function Frame({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const { text } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const fold = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    setIsOpen(false);
    document.getElementById(MENU)?.focus();
  };
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {text('frame.skip')}
      </a>
      <Header isOpen={isOpen} onToggle={() => setIsOpen(!isOpen)} onKeyDown={fold} />
      <nav
        id="places"
        onKeyDown={fold}
        className={isOpen ? 'places open' : 'places'}
        aria-label={text('frame.navigation')}
      >
        <Places onGo={() => setIsOpen(false)} />
        <div className="choices">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

type HeaderProps = Readonly<{
  isOpen: boolean;
  onToggle: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}>;

function Header({ isOpen, onToggle, onKeyDown }: HeaderProps): ReactNode {
  const { text } = useLanguage();
  const { server, user, leave } = useSession();
  return (
    <header className="top">
      <Button
        id={MENU}
        className="menu"
        appearance="subtle"
        icon={isOpen ? <DismissRegular /> : <NavigationRegular />}
        aria-label={text('frame.navigation')}
        aria-expanded={isOpen}
        aria-controls="places"
        onClick={onToggle}
        onKeyDown={onKeyDown}
      />
      <img src="/postern.svg" alt="" width={24} height={24} />
      <strong className="product">{text('common.product')}</strong>
      <span className="server" title={server.fqdn}>
        {server.name}
      </span>
      {server.sandbox ? (
        <Badge appearance="tint" color="warning">
          {text('frame.sandbox')}
        </Badge>
      ) : null}
      <span className="space" />
      <Link
        className="user"
        to="/account"
        aria-label={text('frame.account', { user })}
        title={text('account.title')}
      >
        <PersonRegular aria-hidden fontSize={20} />
        <span className="user-name">{user}</span>
      </Link>
      <Button
        appearance="subtle"
        icon={<SignOutRegular />}
        aria-label={text('frame.signOut')}
        title={text('frame.signOut')}
        onClick={() => void leave()}
      />
    </header>
  );
}

function Places({ onGo }: Readonly<{ onGo: () => void }>): ReactNode {
  const { text } = useLanguage();
  const { may, server } = useSession();
  const places = PLACES.filter(
    ({ command, sandboxOnly }) =>
      (command === undefined || may(command)) && (sandboxOnly === undefined || server.sandbox),
  );
  return (
    <ul>
      {places.map(({ path, name }) => (
        <li key={path}>
          <NavLink to={path} end={path === '/'} onClick={onGo}>
            {text(name)}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
