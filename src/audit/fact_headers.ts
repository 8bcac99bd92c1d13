import type { Header } from "../pipeline/record.ts";

/** Where a fact's trace is carried while OTEL_DENO is on. */
const traceHeader = "traceparent";

/** The headers that are part of a fact: the trace it was made in says nothing of the login. */
export function factHeaders(headers: readonly Header[]): readonly Header[] {
  return headers.some(([name]) => name === traceHeader)
    ? headers.filter(([name]) => name !== traceHeader)
    : headers;
}
