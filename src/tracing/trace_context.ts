import type { Link, SpanContext } from "@opentelemetry/api";
import type { Header, InputRecord } from "../pipeline/record.ts";

/** The header that carries a trace (W3C Trace Context). */
export const traceHeader = "traceparent";

/** The most links of a span. Every record of a batch may come from a different trace. */
const maxLinks = 32;
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const decoder = new TextDecoder();

/** Links to the traces that records come from, without duplicates. */
export function linksOf(records: readonly Pick<InputRecord, "headers">[]): Link[] {
  const contexts = new Map<string, SpanContext>();
  for (const { headers } of records) {
    if (headers.length === 0) continue; // fast path: most records have no headers
    const context = contextOf(headers);
    if (context !== null) contexts.set(`${context.traceId}-${context.spanId}`, context);
    if (contexts.size === maxLinks) break;
  }
  return [...contexts.values()].map((context) => ({ context }));
}

/** The header that carries a span. */
export function headerOf({ traceId, spanId, traceFlags }: SpanContext): Header {
  const flags = traceFlags.toString(16).padStart(2, "0");
  return [traceHeader, new TextEncoder().encode(`00-${traceId}-${spanId}-${flags}`)];
}

function contextOf(headers: readonly Header[]): SpanContext | null {
  const value = headers.findLast(([name]) => name === traceHeader)?.[1];
  const [, traceId, spanId, flags] = form.exec(value ? decoder.decode(value) : "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
}
