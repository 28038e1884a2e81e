import type { LanguageView } from '../i18n/language.tsx';
import type { Column } from './data-table.tsx';

/** How large a message is. */
export function sizeColumn<Row extends Readonly<{ size: number }>>({
  text,
  size,
}: Pick<LanguageView, 'text' | 'size'>): Column<Row> {
  return {
    key: 'size',
    name: text('messages.size'),
    value: (message) => message.size,
    cell: (message) => size(message.size),
    width: '6rem',
    numeric: true,
  };
}
