import type { Answer, QueryInput } from '../../command.ts';
import { presentTransportConfig } from '../../present/transport-config.ts';

/** Exchange: Get-TransportConfig */
export function showTransportConfig({ current }: QueryInput): Answer {
  return { objects: [presentTransportConfig(current.transportConfig, current.server)] };
}
