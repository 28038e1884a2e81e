import type { Command } from '../../api/commands.ts';
import type { TextKey } from '../../i18n/language.tsx';
import type { SettingGroup } from '../../settings/settings-form.tsx';

/** One form: the object, the command that changes it, and its groups of settings. */
export type ServerForm = Readonly<{
  get: Command;
  set: string;
  /** Set-TransportService wants the name of the server. */
  hasIdentity: boolean;
  intro: TextKey;
  groups: readonly SettingGroup[];
}>;

type Source = Pick<ServerForm, 'get' | 'set' | 'hasIdentity'>;

export const CONFIG: Source = {
  get: { name: 'Get-TransportConfig', parameters: {} },
  set: 'Set-TransportConfig',
  hasIdentity: false,
};
export const SERVICE: Source = {
  get: { name: 'Get-TransportService', parameters: {} },
  set: 'Set-TransportService',
  hasIdentity: true,
};
