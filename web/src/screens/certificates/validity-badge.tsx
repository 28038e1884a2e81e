import { Badge } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import type { Validity } from './certificate.ts';

const COLORS = { valid: 'success', soon: 'warning', expired: 'danger', request: 'informative' } as const;

/** Colour and words: the colour alone tells nobody who does not see it. */
export function ValidityBadge({ validity }: Readonly<{ validity: Validity }>): ReactNode {
  const { text } = useLanguage();
  return (
    <Badge appearance="tint" color={COLORS[validity]}>
      {text(`cert.${validity}`)}
    </Badge>
  );
}
