import type { CommandSpec } from '../command-spec.ts';
import { getTransportService, setTransportService } from './transport-service.ts';

/** The names that Get- and Set-TransportService had before; scripts still hold them. */
export const getTransportServer: CommandSpec = {
  ...getTransportService,
  name: 'Get-TransportServer',
  examples: [{ code: 'Get-TransportServer EX1', text: 'The same as Get-TransportService.' }],
};

export const setTransportServer: CommandSpec = {
  ...setTransportService,
  name: 'Set-TransportServer',
  examples: [
    {
      code: 'Set-TransportServer EX1 -MaxOutboundConnections 200',
      text: 'The same as Set-TransportService.',
    },
  ],
};
