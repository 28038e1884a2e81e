import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allSpecs } from '../admin/contract/specs/all-specs.ts';
import { openApi } from './openapi.ts';
import { createHttpBench } from './testing/http-bench.ts';

const document = JSON.parse(JSON.stringify(openApi(allSpecs, '0.1.0')));

function walk(node: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    visit(key, value);
    walk(value, visit);
  }
}

describe('OpenAPI 3.1', () => {
  it('has one operation for each command, with the parameters of its specification', () => {
    assert.equal(document.openapi, '3.1.0');
    for (const spec of allSpecs) {
      const { post, get } = document.paths[`/commands/${spec.name}`];
      const { properties } = post.requestBody.content['application/json'].schema.properties.parameters;
      const taken = spec.parameters.filter((one) => one.support !== 'refused').map((one) => one.name);
      assert.deepEqual(Object.keys(properties), taken, spec.name);
      assert.equal(get !== undefined, /^(Get|Search|Test)-/.test(spec.name), spec.name);
    }
  });

  it('every reference leads somewhere, and no operation has the id of another', () => {
    const ids: unknown[] = [];
    walk(document, (key, value) => {
      if (key === 'operationId') ids.push(value);
      if (key !== '$ref') return;
      const name = String(value).replace('#/components/schemas/', '');
      assert.ok(name in document.components.schemas, String(value));
    });
    assert.equal(new Set(ids).size, ids.length);
  });

  it('names every route that the server has, and no other', async () => {
    await using bench = await createHttpBench();
    const { headers } = await bench.signIn();
    for (const [path, operations] of Object.entries<Record<string, unknown>>(document.paths)) {
      if (path === '/events' || path === '/session') continue;
      const asked = path
        .replace('{id}.eml', '1.eml')
        .replace('{queue}', '3')
        .replace('{id}', '0000000001-0a');
      for (const method of Object.keys(operations)) {
        const answer = await bench.call(`/api/v1${asked}`, {
          method: method.toUpperCase(),
          headers,
          ...(method === 'get' ? {} : { body: { whatIf: true } }),
        });
        assert.notEqual(answer.json?.error?.message, 'There is nothing at this address.', path);
      }
    }
  });

  it('is served without a sign-in, beside a page that has no script', async () => {
    await using bench = await createHttpBench();
    assert.equal((await bench.call('/api/openapi.json')).json.info.title, 'Postern');
    const page = await bench.call('/api/docs');
    assert.match(page.text, /GET, POST \/commands\/Get-Queue/);
    assert.ok(!/<script|style=| on\w+=/.test(page.text));
  });
});
