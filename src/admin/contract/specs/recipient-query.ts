import type { ParameterSpec } from '../command-spec.ts';
import { acts, DOMAIN_CONTROLLER, refuses, stores } from './spec-builder.ts';

/** Parameters by which recipients are looked for. */
export function recipientQuery(): readonly ParameterSpec[] {
  return [
    acts('Filter', 'String', { help: 'Property -operator value, joined by -and.' }),
    acts('ResultSize', 'Unlimited'),
    acts('SortBy', 'String', { help: 'A property of the objects.' }),
    DOMAIN_CONTROLLER,
    ...stores('SwitchParameter', ['IgnoreDefaultScope', 'ReadFromDomainController']),
    ...refuses('PSCredential', ['Credential']),
    ...refuses('OrganizationalUnitIdParameter', ['OrganizationalUnit']),
  ];
}
