import { certificateWishes } from '../../../config/acme.ts';
import type { Act, QueryInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badValue } from '../../snapshot-change.ts';

/** Update-AcmeCertificate. Decision: ADR-0019 */
export function updateAcmeCertificate({ current, ports }: QueryInput): Act | AdminError {
  const { acme } = ports;
  if (acme === undefined || !current.acme.enabled)
    return badValue(
      'E02',
      'Enabled',
      'No certificate is asked for: use Set-AcmeConfig -Enabled $true first.',
      '',
    );
  const names = certificateWishes(current.acme).flat().join(', ');
  return {
    action: `Asking for certificates for ${names}.`,
    target: names,
    warnings: ['It takes a moment; Get-AcmeConfig shows how it went.'],
    run: async () => {
      acme.renewNow();
      return [];
    },
  };
}
