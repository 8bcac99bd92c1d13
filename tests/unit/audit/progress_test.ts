import { assertEquals } from "@std/assert";
import { progressLine } from "../../../src/audit/progress.ts";

Deno.test("a progress line shows offsets read, the rate and the time left", () => {
  assertEquals(
    progressLine(30_000, 100_000, 3_000),
    "audited 30000 of 100000 offsets (10000/s, 7 s left)",
  );
  assertEquals(progressLine(0, 9, 2_000), "audited 0 of 9 offsets (0/s, ? s left)");
  assertEquals(progressLine(12, 9, 2_000), "audited 12 of 9 offsets (6/s, 0 s left)");
});
