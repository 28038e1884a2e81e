import type { CommandSpec } from '../command-spec.ts';
import { getTransportService, setTransportService } from './transport-service.ts';

/** The names that Get- and Set-TransportService had before; scripts still hold them. */
export const getTransportServer: CommandSpec = { ...getTransportService, name: 'Get-TransportServer' };

export const setTransportServer: CommandSpec = { ...setTransportService, name: 'Set-TransportServer' };
