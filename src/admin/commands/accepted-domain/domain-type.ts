import type { AcceptedDomain } from '../../../config/accepted-domain.ts';
import { type Arguments, textOf } from '../../contract/arguments.ts';

const TYPES = ['Authoritative', 'InternalRelay', 'ExternalRelay'] as const;

export function domainTypeOf(args: Arguments): AcceptedDomain['domainType'] | undefined {
  const text = textOf(args, 'DomainType');
  return TYPES.find((type) => type === text);
}
