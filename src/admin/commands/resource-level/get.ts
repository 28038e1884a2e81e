import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { wildcardPattern } from '../../identity.ts';
import { presentResourceLevel } from '../../present/resource-level.ts';

/** Get-ResourceLevel, ours. mail-flow.md §7.1 */
export function showResourceLevels({ args, ports }: QueryInput): Answer {
  const pattern = wildcardPattern(textOf(args, 'Identity') ?? '*');
  return {
    objects: ports
      .resources()
      .filter(({ name }) => pattern.test(name))
      .map(presentResourceLevel),
  };
}
