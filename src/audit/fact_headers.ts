import type { Header } from "../pipeline/record.ts";

/** The header of a trace, while OTEL_DENO is on. */
const traceHeader = "traceparent";

/** The headers without the trace, which does not depend on the login. */
export function factHeaders(headers: readonly Header[]): readonly Header[] {
  return headers.some(([name]) => name === traceHeader)
    ? headers.filter(([name]) => name !== traceHeader)
    : headers;
}
