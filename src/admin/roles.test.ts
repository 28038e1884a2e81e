import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROLE_GROUPS, type RoleGroup } from '../config/administrator.ts';
import { allSpecs } from './contract/specs/all-specs.ts';
import { createAdminBench } from './testing/admin-bench.ts';

/** One letter a group, in the order of ROLE_GROUPS: Organization, Server, Hygiene, Recipient, Records, View-only,
 *  Compliance, Delegated. Written from receive-connectors.md §11 and mail-flow.md §11.1, not from the code:
 *  `w` runs every command of the noun, `r` those that read, `-` none. */
const MATRIX: Readonly<Record<string, string>> = {
  ReceiveConnector: 'www--rrr',
  ADPermission: 'wrr--rrr',
  Relay: 'www--rrr',
  SendConnector: 'w----rrr',
  ForeignConnector: 'w----rrr',
  AcceptedDomain: 'w----rrr',
  RemoteDomain: 'w----rrr',
  TransportConfig: 'w----rrr',
  TransportService: 'www--rrr',
  TransportServer: 'www--rrr',
  FrontendTransportService: 'www--rrr',
  SmtpConnectivity: 'ww---rrr',
  Mailflow: 'ww------',
  TelemetryConfig: 'www--rrr',
  Queue: 'ww---rrr',
  QueueDigest: 'ww---rrr',
  Message: 'ww---rrr',
  MessageTrackingLog: 'w--wwrrr',
  TrackedMessage: 'w--wwrrr',
  SenderFilterConfig: 'w-w--rrr',
  RecipientFilterConfig: 'w-w--rrr',
  MailUser: 'w--w-rrr',
  MailContact: 'w--w-rrr',
  DistributionGroup: 'w--w-rrr',
  DistributionGroupMember: 'w--w-rrr',
  Recipient: 'w--w-rrr',
  AdminAuditLog: 'w---wrrr',
  AdminAuditLogConfig: 'w---wrrr',
  ExchangeServer: 'wwrrrrrr',
  ExchangeCertificate: 'wwrrrrrr',
  AcmeConfig: 'wwrrrrrr',
  AcmeCertificate: 'wwrrrrrr',
  ResourceLevel: 'ww---rrr',
  TlsReport: 'ww---rrr',
  Administrator: 'w----rrr',
  RoleGroup: 'w----rrr',
  RoleGroupMember: 'w----rrr',
  ApiToken: 'wwwwwwww',
  MyPassword: 'wwwwwwww',
  MyTotp: 'wwwwwwww',
};

function mayRun(command: string, group: RoleGroup): boolean {
  const [verb = '', noun = ''] = command.split('-');
  const letter = MATRIX[noun]?.[ROLE_GROUPS.indexOf(group)];
  assert.ok(letter !== undefined, `${noun} has no row: decide who may run ${command}`);
  return (
    letter === 'w' || (letter === 'r' && /^(Get|Search|Test)$/.test(verb) && command !== 'Test-SendConnector')
  );
}

describe('every command by every role group', () => {
  for (const spec of allSpecs) {
    const allowed = ROLE_GROUPS.filter((group) => mayRun(spec.name, group));
    it(`${spec.name}: ${allowed.join(', ')}`, async () => {
      for (const group of ROLE_GROUPS) {
        const bench = createAdminBench();
        bench.caller.current = { name: 'tester', roleGroups: [group] };
        const { error } = await bench.run(spec.name, {});
        assert.equal(error?.id !== 'E23', allowed.includes(group), group);
        if (error?.id === 'E23') assert.equal(bench.store.rows[0]?.command, spec.name);
      }
    });
  }

  it('nobody without a role group may run anything', async () => {
    const bench = createAdminBench();
    bench.caller.current = { name: 'tester', roleGroups: [] };
    for (const spec of allSpecs) {
      const { error } = await bench.run(spec.name, {});
      assert.equal(error?.id, 'E23', spec.name);
    }
  });
});
