import { assertEquals } from "@std/assert";
import { restoresIn, restoreSpan } from "../../../bench/restore_log.ts";

function line(fields: object): string {
  return JSON.stringify({ level: "info", event: "restored", stage: "count", ...fields });
}

const log = [
  line({ partition: 0, keys: 5, ms: 900, time: 1_000 }),
  line({ partition: 0, keys: 10, ms: 100, time: 2_000 }),
  line({ partition: 1, keys: 20, ms: 300, time: "1970-01-01T00:00:02.500Z" }),
  line({ stage: "enrich", partition: 0, keys: 99, ms: 9_000, time: 9_000 }),
  "no JSON at all",
].join("\n");

Deno.test("a restore lasts from the first partition's begin to the last one's end", () => {
  assertEquals(restoreSpan(restoresIn(log)), { ms: 600, keys: 30 });
});

Deno.test("the last restore of a partition is the one that counts", () => {
  assertEquals(restoresIn(log)[0], { endedMs: 2_000, ms: 100, keys: 10 });
});
