import assert from 'node:assert/strict';
import { it } from 'node:test';
import { allSpecs } from '../../../src/admin/contract/specs/all-specs.ts';
import { ALL_SETTINGS as RECEIVE } from '../screens/receive-connectors/connector-settings.ts';
import { KINDS } from '../screens/recipients/recipient-kinds.ts';
import { EDIT as REMOTE } from '../screens/remote-domains/remote-domain.ts';
import { ALL_SETTINGS as SEND } from '../screens/send-connectors/send-settings.ts';
import { FORMS } from '../screens/server-settings/server-settings.ts';

/** What has no field, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  Identity: 'which object it is stands in the address of the screen',
  DomainController: 'there is none; it is taken for the sake of scripts',
  Force: 'nothing is asked; it is taken for the sake of scripts',
  ResourceThresholds: 'the back pressure view has it, beside the levels',
  TransportRole:
    'chosen in the wizard; changing it later moves the connector to another service, which is for the shell',
  PrimarySmtpAddress: 'the entry with SMTP: in capitals among the addresses is it',
};

const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ['Set-ReceiveConnector', RECEIVE.map(({ parameter }) => parameter)],
  ['Set-SendConnector', SEND.map(({ parameter }) => parameter)],
  ['Set-RemoteDomain', REMOTE.map(({ parameter }) => parameter)],
  ...KINDS.map(({ noun, edit }) => [`Set-${noun}`, edit.map(({ parameter }) => parameter)] as const),
  ...[...new Set(Object.values(FORMS).map(({ set }) => set))].map(
    (set) =>
      [
        set,
        Object.values(FORMS)
          .filter((form) => form.set === set)
          .flatMap(({ groups }) => groups.flatMap(({ settings }) => settings))
          .map(({ parameter }) => parameter),
      ] as const,
  ),
];

for (const [command, fields] of FIELDS) {
  it(`every parameter of ${command} that counts has a field, or a reason to have none`, () => {
    const spec = allSpecs.find(({ name }) => name === command);
    const missing = (spec?.parameters ?? [])
      .filter(({ name, support }) => support === 'implemented' && !fields.includes(name))
      .map(({ name }) => name)
      .filter((name) => LEFT_OUT[name] === undefined);
    assert.deepEqual(missing, []);
  });
  it(`every field of ${command} is a parameter that counts`, () => {
    const spec = allSpecs.find(({ name }) => name === command);
    const known = (spec?.parameters ?? [])
      .filter(({ support }) => support === 'implemented')
      .map(({ name }) => name);
    assert.deepEqual(
      fields.filter((name) => !known.includes(name)),
      [],
    );
  });
}
