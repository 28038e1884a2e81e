import { formatIp, parseIp } from '../../../config/ip-range.ts';
import { DNS_PROTOCOL_OPTIONS, DNSSEC_TRUSTS } from '../../../config/organization.ts';
import type { DnssecTrust, TransportService } from '../../../config/organization.ts';
import { type Arguments, booleanOf, isGiven, listOf, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

const SIDES = [
  ['ExternalDNS', 'externalDns', 'externalDnssecTrust'],
  ['InternalDNS', 'internalDns', 'internalDnssecTrust'],
] as const;

/** Which DNS servers are asked and how, and the address that the world sees. mail-flow.md §3.3 */
export function applyDnsSettings(service: TransportService, args: Arguments): TransportService {
  let next = service;
  for (const [parameter, field, trust] of SIDES) {
    next = {
      ...next,
      [`${field}Servers`]:
        listOf(args, `${parameter}Servers`, next[`${field}Servers`]) ?? next[`${field}Servers`],
      [`${field}AdapterEnabled`]:
        booleanOf(args, `${parameter}AdapterEnabled`) ?? next[`${field}AdapterEnabled`],
      [`${field}ProtocolOption`]: protocolOption(args, parameter) ?? next[`${field}ProtocolOption`],
      [trust]: dnssecTrust(args, `${parameter}SECTrust`) ?? next[trust],
    };
  }
  const address = textOf(args, 'ExternalIPAddress');
  if (address === undefined) return next;
  const parsed = address === null ? null : parseIp(address);
  return { ...next, externalIPAddress: parsed === null ? address : formatIp(parsed) };
}

function protocolOption(
  args: Arguments,
  parameter: string,
): TransportService['externalDnsProtocolOption'] | undefined {
  const text = textOf(args, `${parameter}ProtocolOption`);
  return DNS_PROTOCOL_OPTIONS.find((option) => option === text);
}

function dnssecTrust(args: Arguments, parameter: string): DnssecTrust | undefined {
  const text = textOf(args, parameter);
  return DNSSEC_TRUSTS.find((trust) => trust === text);
}

export function checkDnsSettings(next: TransportService): AdminError | null {
  for (const [parameter, field] of SIDES) {
    const bad = next[`${field}Servers`].find((text) => !isDnsServer(text));
    if (bad !== undefined)
      return badText(`${parameter}Servers`, `"${bad}" is not an address or address:port`, bad);
  }
  const { externalIPAddress } = next;
  if (externalIPAddress === null || parseIp(externalIPAddress) !== null) return null;
  return badText('ExternalIPAddress', `"${externalIPAddress}" is not an IP address`, externalIPAddress);
}

/** What an administrator may not expect of the settings just made. */
export function dnsWarnings(next: TransportService, args: Arguments): readonly string[] {
  return SIDES.flatMap(([parameter, field]) => {
    const touched = isGiven(args, `${parameter}Servers`) || isGiven(args, `${parameter}AdapterEnabled`);
    if (!touched) return [];
    const [servers, adapter] = [next[`${field}Servers`], next[`${field}AdapterEnabled`]];
    if (adapter && servers.length > 0)
      return [
        `${parameter}Servers isn't used while ${parameter}AdapterEnabled is True: the DNS servers of the system are asked.`,
      ];
    if (!adapter && servers.length === 0)
      return [`${parameter}Servers is empty, so the DNS servers of the system are asked.`];
    return [];
  });
}

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353` */
function isDnsServer(text: string): boolean {
  const [, bracketed, four, port] = /^(?:\[([^\]]+)\]|([0-9.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = bracketed ?? four ?? text;
  const number = port === undefined ? 53 : Number(port);
  return parseIp(address) !== null && number >= 1 && number <= 65_535;
}
