import { assertEquals } from "@std/assert";
import { isOverflowLocale, overflowLocale } from "../../../src/pipeline/count_overflow.ts";

Deno.test("each partition has its own overflow locale, which is recognized", () => {
  assertEquals([overflowLocale(0), overflowLocale(12)], ["~other-0", "~other-12"]);
  assertEquals(["~other-12", "~other-x", "~other", "CA"].map(isOverflowLocale), [
    ...[true, true, false, false],
  ]);
});
