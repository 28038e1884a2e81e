import type { Setting } from '../../settings/setting.ts';

/** Proof that it is still the same person. */
export const OLD_PASSWORD: Setting = {
  parameter: 'OldPassword',
  name: 'account.oldPassword',
  kind: 'secret',
  required: true,
};
