import { assertEquals } from "@std/assert";
import { restoresIn, restoreSpan } from "../../../bench/restore_log.ts";

function line(
  stage: string,
  fields: { readonly worker: number; keys: number; ms: number; atMs: number },
): string {
  return JSON.stringify({
    "event.action": "owned",
    "pipeline.stage": stage,
    "pipeline.worker": fields.worker,
    "pipeline.keys": fields.keys,
    "event.duration": fields.ms * 1e6,
    "@timestamp": new Date(fields.atMs),
  });
}

const log = [
  line("count", { worker: 0, keys: 5, ms: 900, atMs: 1_000 }),
  line("count", { worker: 0, keys: 10, ms: 100, atMs: 2_000 }),
  line("count", { worker: 1, keys: 20, ms: 300, atMs: 2_500 }),
  line("enrich", { worker: 0, keys: 99, ms: 9_000, atMs: 9_000 }),
  "no JSON at all",
].join("\n");

Deno.test("a restore lasts from the first worker's start to the last one's end", () => {
  assertEquals(restoreSpan(restoresIn(log)), { ms: 600, keys: 30 });
});

Deno.test("only the last restore of a worker counts", () => {
  assertEquals(restoresIn(log)[0], { endedMs: 2_000, ms: 100, keys: 10 });
});
