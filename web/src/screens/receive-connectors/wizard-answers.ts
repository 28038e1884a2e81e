import type { Command } from '../../api/commands.ts';
import { ApiError } from '../../api/client.ts';
import type { TextKey } from '../../i18n/language.tsx';

export const ROLES = ['FrontendTransport', 'HubTransport'] as const;
export const USAGES = ['Custom', 'Internal', 'Internet', 'Partner', 'Client'] as const;
export type Role = (typeof ROLES)[number];
export type Usage = (typeof USAGES)[number];
export type WizardPage = 'first' | 'bindings' | 'ranges';

/** What the pages of the wizard have gathered; '' = not chosen yet. */
export type WizardAnswers = Readonly<{
  name: string;
  role: Role | '';
  usage: Usage | '';
  bindings: readonly string[];
  ranges: readonly string[];
}>;

/** Exchange offers all IPv4 on port 25, and the whole IPv4 Internet as a range that one is expected to replace. */
export const FIRST_ANSWERS: WizardAnswers = {
  name: '',
  role: '',
  usage: '',
  bindings: ['0.0.0.0:25'],
  ranges: ['0.0.0.0-255.255.255.255'],
};

/** Which pages a type has. receive-connectors.md §10 */
export function pagesOf(usage: WizardAnswers['usage']): readonly [WizardPage, ...WizardPage[]] {
  switch (usage) {
    case 'Internet':
      return ['first', 'bindings'];
    case 'Client':
    case 'Internal':
      return ['first', 'ranges'];
    default:
      return ['first', 'bindings', 'ranges'];
  }
}

type Faults = Readonly<Partial<Record<keyof WizardAnswers, TextKey>>>;

/** What is still missing on a page. */
export function faultsOf(answers: WizardAnswers, page: WizardPage): Faults {
  switch (page) {
    case 'first':
      return {
        ...(answers.name.trim() === '' ? { name: 'wizard.nameMissing' as const } : {}),
        ...(answers.role === '' ? { role: 'wizard.roleMissing' as const } : {}),
        ...(answers.usage === '' ? { usage: 'wizard.usageMissing' as const } : {}),
      };
    case 'bindings':
      return answers.bindings.length === 0 ? { bindings: 'wizard.bindingsMissing' } : {};
    case 'ranges':
      return answers.ranges.length === 0 ? { ranges: 'wizard.rangesMissing' } : {};
  }
}

/** The command that the answers come to; what the type brings by itself is left out. */
export function newConnectorCommand({ name, role, usage, bindings, ranges }: WizardAnswers): Command {
  const pages = pagesOf(usage);
  return {
    name: 'New-ReceiveConnector',
    parameters: {
      Name: name.trim(),
      ...(role === '' ? {} : { TransportRole: role }),
      ...(pages.includes('bindings') ? { Bindings: bindings } : {}),
      ...(pages.includes('ranges') ? { RemoteIPRanges: ranges } : {}),
    },
    ...(usage === '' ? {} : { switches: [usage] }),
  };
}

/** The page that holds the field which the server's refusal names. */
export function pageOfParameter(error: unknown): WizardPage | null {
  if (!(error instanceof ApiError)) return null;
  switch (error.parameter) {
    case 'Bindings':
      return 'bindings';
    case 'RemoteIPRanges':
      return 'ranges';
    case 'Name':
    case 'TransportRole':
    case 'Usage':
      return 'first';
    default:
      return null;
  }
}
