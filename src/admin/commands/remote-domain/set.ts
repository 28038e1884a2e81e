import type { RemoteDomainEntry } from '../../../config/remote-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, remoteDomainKeys } from '../../identity.ts';
import { replaced } from '../../snapshot-change.ts';
import { withStored } from '../../stored-settings.ts';

/** Exchange: Set-RemoteDomain */
export function changeRemoteDomain({ current, args, spec, now }: ChangeInput): Change | AdminError {
  const { remoteDomains, server } = current;
  const found = findOne({ items: remoteDomains, keys: remoteDomainKeys, server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const stored = withStored(spec, args, found.stored);
  const applied: RemoteDomainEntry = {
    ...found,
    name: textOf(args, 'Name') ?? found.name,
    deliveryReportEnabled: booleanOf(args, 'DeliveryReportEnabled') ?? found.deliveryReportEnabled,
    ndrEnabled: booleanOf(args, 'NDREnabled') ?? found.ndrEnabled,
    ndrDiagnosticInfoEnabled: booleanOf(args, 'NDRDiagnosticInfoEnabled') ?? found.ndrDiagnosticInfoEnabled,
    ...(stored === undefined ? {} : { stored }),
  };
  const isSame = JSON.stringify(applied) === JSON.stringify(found);
  return {
    next: isSame
      ? current
      : { ...current, remoteDomains: replaced(remoteDomains, { ...applied, whenChanged: now }) },
    action: `Setting Remote Domain "${found.name}".`,
    target: found.name,
  };
}
