import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../../api/client.ts';
import { shellText } from '../../command/shell-text.ts';
import { FIRST } from './send-settings.ts';
import { missingOn, newConnectorCommand, pageOfParameter } from './wizard-answers.ts';

const SMART = {
  ...FIRST,
  Name: 'To provider',
  Routing: 'smartHosts',
  SmartHosts: ['smtp.contoso.com'],
  Port: '587',
  AddressSpaces: ['SMTP:*;1'],
  SmartHostAuthMechanism: 'BasicAuth',
  AuthenticationCredential: { $: 'credential', user: 'relay', password: 'Pa$$w0rd' },
} as const;

describe('the answers to the wizard of a Send connector', () => {
  it('come to a command that names only what was answered', () => {
    const command = newConnectorCommand({ ...FIRST, Name: 'To Internet', AddressSpaces: ['SMTP:*;1'] });
    assert.deepEqual(command.parameters, {
      Name: 'To Internet',
      Usage: 'Custom',
      AddressSpaces: ['SMTP:*;1'],
    });
  });
  it('with smart hosts turn MX records off, and the password is sent and not shown', () => {
    const command = newConnectorCommand(SMART);
    assert.equal(command.parameters['DNSRoutingEnabled'], false);
    assert.deepEqual(command.parameters['AuthenticationCredential'], SMART.AuthenticationCredential);
    assert.doesNotMatch(shellText(command), /Pa\$\$w0rd/);
  });
  it('that are no longer asked for have no say', () => {
    const { parameters } = newConnectorCommand({ ...SMART, Routing: 'mx' });
    assert.deepEqual(Object.keys(parameters), ['Name', 'Usage', 'AddressSpaces']);
  });
  it('lack a name, a smart host, an address space or a user where one is needed', () => {
    const missing = (draft: Parameters<typeof missingOn>[1], page: Parameters<typeof missingOn>[0]) =>
      missingOn(page, draft).map(({ parameter }) => parameter);
    assert.deepEqual(missing(FIRST, 'first'), ['Name']);
    assert.deepEqual(missing({ ...FIRST, Routing: 'smartHosts' }, 'network'), ['SmartHosts']);
    assert.deepEqual(missing(FIRST, 'spaces'), ['AddressSpaces']);
    const { AuthenticationCredential: _, ...without } = SMART;
    assert.deepEqual(missing(without, 'source'), ['AuthenticationCredential']);
    assert.deepEqual(missing(SMART, 'source'), []);
  });
  it('are mended on the page that holds what the server refused', () => {
    const refusal = (parameter: string): ApiError => new ApiError(400, 'E01', 'no', { parameter });
    assert.equal(pageOfParameter(refusal('SmartHosts'), SMART), 'network');
    assert.equal(pageOfParameter(refusal('DNSRoutingEnabled'), SMART), 'network');
    assert.equal(pageOfParameter(refusal('Fqdn'), SMART), 'source');
    assert.equal(pageOfParameter(refusal('Unknown'), SMART), null);
    assert.equal(pageOfParameter(new Error('lost'), SMART), null);
  });
});
