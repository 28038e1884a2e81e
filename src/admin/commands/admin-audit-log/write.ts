import type { Act, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

const MOST_CHARACTERS = 500;

/** Exchange: Write-AdminAuditLog. The row that every command leaves is all that it does. mail-flow.md §11.2 */
export function writeAuditLog({ args }: QueryInput): Act | AdminError {
  const comment = textOf(args, 'Comment') ?? '';
  if (comment.length > MOST_CHARACTERS) {
    return badText('Comment', `it has ${comment.length} characters, ${MOST_CHARACTERS} are allowed`, '');
  }
  return {
    action: 'Writing a comment into the admin audit log',
    target: '',
    run: async () => [],
  };
}
