import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createHttpBench, type HttpBench } from './testing/http-bench.ts';

let bench: HttpBench;

beforeEach(async () => {
  bench = await createHttpBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('what a command would do', () => {
  it('is told as sentences, and as values for whoever speaks another language', async () => {
    const { headers } = await bench.signIn();
    const ask = async (name: string, parameters: object): Promise<ReturnType<typeof JSON.parse>> =>
      (
        await bench.call(`/api/v1/commands/${name}`, {
          method: 'POST',
          headers,
          body: { parameters, whatIf: true },
        })
      ).json;
    const made = await ask('New-ReceiveConnector', {
      Name: 'Relay',
      TransportRole: 'FrontendTransport',
      Custom: true,
      Bindings: ['0.0.0.0:2600'],
      RemoteIPRanges: ['192.168.5.10'],
    });
    assert.deepEqual(made.whatIf, [
      'Creating Receive connector "Relay".',
      'Would start to listen on 0.0.0.0:2600.',
    ]);
    assert.deepEqual(made.facts, [
      { kind: 'act', target: 'EX1\\Relay' },
      { kind: 'listen', target: '0.0.0.0:2600' },
    ]);
    const sent = await ask('Test-Mailflow', { TargetEmailAddress: 'kate@fabrikam.com' });
    assert.deepEqual(sent.facts, [{ kind: 'act', target: 'kate@fabrikam.com' }]);
  });
});
