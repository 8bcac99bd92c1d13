import { assertEquals, assertStrictEquals } from "@std/assert";
import { factHeaders } from "../../../src/audit/fact_headers.ts";
import type { Header } from "../../../src/pipeline/record.ts";

const value = new Uint8Array([1]);

Deno.test("factHeaders() removes the trace and no other header", () => {
  const other: Header = ["tracestate", value];
  assertEquals(factHeaders([["traceparent", value], other]), [other]);
});

Deno.test("factHeaders() leaves headers without a trace unchanged", () => {
  const headers: Header[] = [["a", value], ["b", null]];
  assertStrictEquals(factHeaders(headers), headers);
});
