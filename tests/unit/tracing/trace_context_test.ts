import { assertEquals } from "@std/assert";
import type { Header } from "../../../src/pipeline/record.ts";
import { headerOf, linksOf } from "../../../src/tracing/trace_context.ts";

const encoder = new TextEncoder();
const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

function record(...values: readonly string[]) {
  return { headers: values.map((value): Header => ["traceparent", encoder.encode(value)]) };
}

Deno.test("linksOf() makes one link for the records of a trace", () => {
  const own = `00-${traceId}-${spanId}-01`;
  const other = `00-${traceId}-0000000000000001-00`;
  const links = linksOf([record(own), record(), record(own), record(other)]);
  assertEquals(links.map(({ context }) => [context.traceId, context.spanId, context.traceFlags]), [
    [traceId, spanId, 1],
    [traceId, "0000000000000001", 0],
  ]);
});

Deno.test("linksOf() makes no link for an invalid trace context", () => {
  const zero = "0".repeat(32);
  const wrong = [
    "",
    "00",
    `00-${zero}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `01-${traceId}-${spanId}-01`,
  ];
  assertEquals(linksOf(wrong.map((value) => record(value))), []);
  assertEquals(linksOf([{ headers: [["traceparent", null]] }]), []);
});

Deno.test("linksOf() makes a bounded number of links for a batch of a thousand traces", () => {
  const records = Array.from({ length: 1_000 }, (_, i) => {
    return record(`00-${traceId}-${String(i + 1).padStart(16, "0")}-01`);
  });
  assertEquals(linksOf(records).length, 32);
});

Deno.test("headerOf() writes what linksOf() reads", () => {
  const context = { traceId, spanId, traceFlags: 1 };
  assertEquals(linksOf([{ headers: [headerOf(context)] }])[0]?.context, {
    ...context,
    isRemote: true,
  });
});
