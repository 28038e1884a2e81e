import { useMemo } from 'react';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import { useSession } from '../frame/session-gate.tsx';
import { useCommand } from './use-command.ts';

const NAMES = ['Guid', 'Identity', 'Name', 'TlsCertificateName', 'Fqdn', 'DropDirectory'];

/** Names and certificates of Receive connectors, then of Send connectors, as far as one may read them; none while they are being loaded. */
export function useConnectors(): readonly AdminObject[] {
  const { may } = useSession();
  const { data: receive } = useCommand(
    { name: 'Get-ReceiveConnector', parameters: {} },
    { enabled: may('Get-ReceiveConnector'), properties: NAMES },
  );
  const { data: send } = useCommand(
    { name: 'Get-SendConnector', parameters: {} },
    { enabled: may('Get-SendConnector'), properties: NAMES },
  );
  return useMemo(() => [...(receive?.objects ?? []), ...(send?.objects ?? [])], [receive, send]);
}
