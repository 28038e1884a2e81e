import { parameter, switches, textsOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter } from './utility.ts';

const NAMES: UtilityParameter = parameter('Name', 'string[]', {
  position: 0,
  remaining: true,
  pipeline: true,
});

/** What scripts for the Exchange Management Shell begin with. Here everything is loaded already, so that these have
 *  nothing to do; another module is one that is missing, which is said. */
export const preparationCmdlets: readonly UtilityCmdlet[] = [
  { name: 'Add-PSSnapin', parameters: [NAMES, ...switches('PassThru')], start: load },
  {
    name: 'Import-Module',
    parameters: [NAMES, ...switches('Force', 'PassThru', 'DisableNameChecking', 'Global')],
    start: load,
  },
  {
    name: 'Set-StrictMode',
    parameters: [parameter('Version', 'string', { position: 0 }), ...switches('Off')],
    start: () => ({}),
  },
  {
    name: 'Set-ExecutionPolicy',
    parameters: [
      parameter('ExecutionPolicy', 'string', { position: 0 }),
      parameter('Scope', 'string', { position: 1 }),
      ...switches('Force'),
    ],
    start: () => ({}),
  },
];

const LOADED = /^Microsoft\.(?:Exchange|PowerShell)\.|^ExchangeOnlineManagement$/i;

function load(call: UtilityCall): ReturnType<UtilityCmdlet['start']> {
  return {
    end: () => {
      for (const name of textsOf(call, 'Name')) {
        if (LOADED.test(name)) continue;
        const message = `The specified module '${name}' was not loaded because this shell has no modules of others. What it brings is not available.`;
        call.error(message, 'Modules_ModuleNotFound', 'ResourceUnavailable', name);
      }
    },
  };
}
