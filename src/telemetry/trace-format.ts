import type { Span } from './trace-spans.ts';

const KINDS = { internal: 1, server: 2, client: 3 } as const;

/** Body of POST /v1/traces. OTLP/HTTP, JSON encoding: ids are hex, 64-bit integers are strings */
export function formatTraces(
  spans: readonly Span[],
  resource: Readonly<{ serverName: string; fqdn: string; version: string }>,
): string {
  const attributes = attributeList({
    'service.name': 'postern',
    'service.version': resource.version,
    'service.instance.id': resource.serverName,
    'host.name': resource.fqdn,
  });
  const scopeSpans = [{ scope: { name: 'postern', version: resource.version }, spans: spans.map(otlpSpan) }];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans }] });
}

function otlpSpan(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === '' ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanoseconds(span.startedAt),
    endTimeUnixNano: nanoseconds(span.endedAt),
    attributes: attributeList(span.attributes),
    status: span.error === null ? { code: 1 } : { code: 2, message: span.error },
  };
}

function attributeList(attributes: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
    }));
}

function nanoseconds(at: number): string {
  return `${BigInt(Math.round(at)) * 1_000_000n}`;
}
