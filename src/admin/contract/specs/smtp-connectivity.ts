import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, optionalIdentity } from './spec-builder.ts';

/** mail-flow.md §11 */
export const testSmtpConnectivity: CommandSpec = command(
  'Test-SmtpConnectivity',
  {
    synopsis: 'Connects to every binding of every Receive connector and shows how it greets.',
    returns: 'SmtpConnectivityStatus',
    examples: [
      {
        code: 'Test-SmtpConnectivity | Format-Table ReceiveConnector,Binding,StatusCode -AutoSize',
        text: 'One row a binding; Success where it answered 220.',
      },
    ],
  },
  [
    optionalIdentity('ServerIdParameter'),
    acts('MonitoringContext', 'Boolean', { help: 'Accepted; there is no other monitoring to tell.' }),
    acts('Confirm', 'SwitchParameter', { aliases: ['cf'], help: 'Accepted; nothing is changed.' }),
    acts('WhatIf', 'SwitchParameter', { aliases: ['wi'], help: 'Accepted; nothing is changed.' }),
    DOMAIN_CONTROLLER,
  ],
);
