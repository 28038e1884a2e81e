/** Why a configuration cannot be: a value, turned into a command's error by admin/. Ids and texts of
 *  receive-connectors.md §1.10. */
export type Problem = Readonly<{
  category: 'InvalidArgument' | 'InvalidOperation' | 'ResourceExists' | 'ObjectNotFound' | 'LimitsExceeded';
  id: string;
  message: string;
  target: string;
  parameter?: string;
}>;

/** Shorthand for the common category. */
export function invalid(id: string, parameter: string, message: string, target = ''): Problem {
  return { category: 'InvalidArgument', id, message, target, parameter };
}
