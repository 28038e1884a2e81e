import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { credentialIn, type Draft, isBlank, listIn, textIn } from './draft.ts';
import type { Setting } from './setting.ts';

type Props = Readonly<{ settings: readonly Setting[]; draft: Draft }>;

/** What has been answered, each with its label; what was left empty is left out. Passwords are never shown. */
export function SettingSummary({ settings, draft }: Props): ReactNode {
  const { text } = useLanguage();
  const shown = (setting: Setting): string => {
    const { kind, parameter } = setting;
    switch (kind) {
      case 'switch':
        return text(draft[parameter] === true ? 'settings.on' : 'settings.off');
      case 'secret':
        return '••••••••';
      case 'credential':
        return credentialIn(draft, parameter).user;
      case 'flags':
      case 'entries':
        return listIn(draft, parameter).join(', ');
      case 'choice': {
        const chosen = setting.choices.find(({ value }) => value === textIn(draft, parameter));
        return chosen === undefined || chosen.name === null ? textIn(draft, parameter) : text(chosen.name);
      }
      default:
        return textIn(draft, parameter);
    }
  };
  return (
    <dl className="pairs">
      {settings
        .filter(({ parameter }) => !isBlank(draft[parameter]))
        .map((setting) => (
          <div key={setting.parameter}>
            <dt>{text(setting.name)}</dt>
            <dd>{shown(setting)}</dd>
          </div>
        ))}
    </dl>
  );
}
