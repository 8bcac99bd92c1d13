import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { boundary, parseBoundary } from "../../../src/commands/boundary.ts";
import { filters } from "../../../src/commands/dlq/filters.ts";
import { UsageError } from "../../../src/errors.ts";

Deno.test("parseBoundary() reads a whole number as an offset", () => {
  assertEquals(parseBoundary("0"), { offset: 0 });
  assertEquals(parseBoundary("1000"), { offset: 1000 });
});

Deno.test("parseBoundary() reads a time in the zone that it names", () => {
  assertEquals(parseBoundary("2026-11-23T08:00:00Z"), { timeMs: Date.UTC(2026, 10, 23, 8) });
  assertEquals(parseBoundary("1970-01-01T00:00:01.5Z"), { timeMs: 1_500 });
  assertEquals(parseBoundary("1970-01-01T01:00+01:00"), { timeMs: 0 });
});

Deno.test("parseBoundary() reads a time without a zone as UTC", () => {
  assertEquals(parseBoundary("1970-01-02"), { timeMs: 86_400_000 });
  assertEquals(parseBoundary("1970-01-01T00:01"), { timeMs: 60_000 });
  assertEquals(parseBoundary("2026-11-23T08:00:00"), { timeMs: Date.UTC(2026, 10, 23, 8) });
});

Deno.test("parseBoundary() refuses everything else and shows what it takes", () => {
  for (const given of ["", "-1", "1.5", "yesterday", "2026-13-01", "1 Jan 2026"]) {
    assertThrows(() => parseBoundary(given), UsageError, "takes an offset or a time such as");
  }
});

Deno.test("the help of --from and --to says that times are UTC", () => {
  for (const option of [boundary("first record"), filters.from, filters.to]) {
    assertStringIncludes(option.doc, "times are UTC");
  }
});
