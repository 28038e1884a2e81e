import { Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { LANGUAGES, useLanguage } from '../i18n/language.tsx';

/** Each language in its own name, so that whoever is lost finds back. */
export function LanguageChoice(): ReactNode {
  const { language, setLanguage, text } = useLanguage();
  return (
    <Select
      size="small"
      aria-label={text('frame.language')}
      value={language}
      onChange={(_, { value }) => {
        const next = LANGUAGES.find(({ code }) => code === value);
        if (next !== undefined) setLanguage(next.code);
      }}
    >
      {LANGUAGES.map(({ code, name }) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}
