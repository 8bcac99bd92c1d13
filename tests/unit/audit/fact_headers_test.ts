import { assertEquals, assertStrictEquals } from "@std/assert";
import { factHeaders } from "../../../src/audit/fact_headers.ts";
import type { Header } from "../../../src/pipeline/record.ts";

const value = new Uint8Array([1]);

Deno.test("the trace that a fact was made in is no part of it, and any other header is", () => {
  const other: Header = ["tracestate", value];
  assertEquals(factHeaders([["traceparent", value], other]), [other]);
});

Deno.test("headers without a trace are what they were", () => {
  const headers: Header[] = [["a", value], ["b", null]];
  assertStrictEquals(factHeaders(headers), headers);
});
