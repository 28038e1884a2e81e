import { Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { useTheme } from '../theme/theme.tsx';

export function ThemeChoice(): ReactNode {
  const { text } = useLanguage();
  const { choice, setChoice } = useTheme();
  return (
    <Select
      size="small"
      aria-label={text('frame.theme')}
      value={choice}
      onChange={(_, { value }) => setChoice(value === 'light' || value === 'dark' ? value : 'system')}
    >
      <option value="system">{text('frame.themeSystem')}</option>
      <option value="light">{text('frame.themeLight')}</option>
      <option value="dark">{text('frame.themeDark')}</option>
    </Select>
  );
}
