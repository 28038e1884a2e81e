import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createHttpBench, type HttpBench, type SignedIn } from './testing/http-bench.ts';

type Answer = Readonly<{ encoding: string; vary: string; body: Buffer }>;

describe('answers over a slow line', () => {
  let bench: HttpBench;
  let session: SignedIn;
  before(async () => {
    bench = await createHttpBench();
    session = await bench.signIn();
  });
  after(() => bench[Symbol.asyncDispose]());

  const ask = (path: string, accept: string, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { ...session.headers, 'accept-encoding': accept, 'content-type': 'application/json' };
      const asked = request(`${bench.url}/api/v1${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
      });
      asked.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        const { 'content-encoding': encoding = '', vary = '' } = response.headers;
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ encoding, vary, body: Buffer.concat(chunks) }));
      });
      asked.end(body === undefined ? '' : JSON.stringify(body));
    });

  it('long answers are compressed for who can read it, and the same for the others', async () => {
    for (const [path, body] of [
      ['/specs', undefined],
      ['/commands/Get-ReceiveConnector', {}],
    ] as const) {
      const plain = await ask(path, 'identity', body);
      const short = await ask(path, 'gzip, br', body);
      assert.deepEqual([plain.encoding, short.encoding, short.vary], ['', 'gzip', 'accept-encoding'], path);
      assert.ok(short.body.length * 4 < plain.body.length, `${short.body.length} of ${plain.body.length}`);
      assert.equal(gunzipSync(short.body).toString(), plain.body.toString());
      assert.equal((await ask(path, 'gzip;q=0', body)).encoding, '');
    }
  });
  it('what holds a secret is not: its length would tell of it (BREACH)', async () => {
    assert.equal((await ask('/session', 'gzip')).encoding, '');
    const parameters = { Name: `n${'x'.repeat(60)}` };
    const token = await ask('/commands/New-ApiToken', 'gzip', { parameters });
    assert.match(token.body.toString(), /"objects"/);
    assert.equal(token.encoding, '');
    assert.equal((await ask('/commands/New-MyTotp', 'gzip', {})).encoding, '');
  });
  it('properties that are named come alone, and as text where they have a type', async () => {
    const { body } = await ask('/commands/Get-ReceiveConnector', 'identity', {
      parameters: { Identity: 'Default Frontend EX1' },
      properties: ['name', 'RemoteIPRanges', 'Enabled', 'Nothing'],
    });
    assert.deepEqual(Object.fromEntries(JSON.parse(body.toString()).objects[0].properties), {
      Name: 'Default Frontend EX1',
      Enabled: true,
      RemoteIPRanges: {
        $: 'list',
        items: ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'],
      },
    });
  });
});
