import type { FastifyInstance } from 'fastify';
import type { CommandSpec, ParameterSpec } from '../admin/contract/command-spec.ts';
import { isReadingCommand } from './command-routes.ts';
import { openApi } from './openapi.ts';

/** The description of the API, for programs and for people. It says nothing of this server, so it needs no sign-in. */
export function apiDocs(app: FastifyInstance, specs: readonly CommandSpec[], version: string): void {
  const description = JSON.stringify(openApi(specs, version));
  const page = docsPage(specs);
  app.get('/api/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(description));
  app.get('/api/docs', (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/api/docs.css', (_, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
summary{cursor:pointer;padding:.25rem 0}code{font-size:.95em}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #8884}`;

function docsPage(specs: readonly CommandSpec[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Postern API</title><link rel="stylesheet" href="/api/docs.css"></head><body>
<h1>Postern API</h1>
<p>Everything below lies under <code>/api/v1</code>. <a href="/api/openapi.json">openapi.json</a> says the same for programs (OpenAPI 3.1).</p>
<p>A script sends a token: <code>New-ApiToken "my script"</code> in the shell, then</p>
<pre><code>curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/api/v1/commands/Get-Queue
curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"parameters":{"Identity":"Anonymous Relay","RemoteIPRanges":{"Add":["192.168.5.12"]}},"whatIf":true}' \\
  http://127.0.0.1:8080/api/v1/commands/Set-ReceiveConnector</code></pre>
<h2>Commands</h2>
${specs.map(commandSection).join('\n')}
</body></html>`;
}

function commandSection(spec: CommandSpec): string {
  const methods = isReadingCommand(spec.name) ? 'GET, POST' : 'POST';
  const taken = spec.parameters.filter((parameter) => parameter.support !== 'refused');
  const rows = taken.map(parameterRow).join('');
  const table = rows === '' ? '' : `<table><tr><th>Parameter<th>Type<th>Meaning</tr>${rows}</table>`;
  return `<details id="${escape(spec.name)}"><summary><code>${methods} /commands/${escape(spec.name)}</code> ${escape(spec.synopsis)}</summary>${table}</details>`;
}

function parameterRow({ name, type, multiple, mandatory, help, support, values }: ParameterSpec): string {
  const shown = `${type}${multiple === true ? ', several' : ''}${mandatory === true ? ', mandatory' : ''}`;
  const meaning = [
    help ?? '',
    values === undefined ? '' : `One of ${values.join(', ')}.`,
    support === 'stored' ? 'Kept and shown; no effect.' : '',
  ];
  return `<tr><td><code>${escape(name)}</code><td>${escape(shown)}<td>${escape(meaning.filter(Boolean).join(' '))}</tr>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
