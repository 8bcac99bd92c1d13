import { assertEquals } from "@std/assert";
import { allOwnedMs, ownedIn } from "../../../bench/owned_partitions.ts";

function line(second: number, stage: string, partitions: number, action = "owned"): string {
  return JSON.stringify({
    "@timestamp": new Date(second * 1_000).toISOString(),
    "event.action": action,
    "pipeline.stage": stage,
    "pipeline.partitions": partitions,
  }) + "\n";
}

Deno.test("a process owns what it has owned last, of both stages", () => {
  const log = line(1, "enrich", 10) + line(2, "count", 10) + line(3, "enrich", 5) +
    line(9, "enrich", 0, "assigned");
  assertEquals(ownedIn(log), { enrich: 5, count: 10, atMs: 3_000 });
});

Deno.test("a process that owns one stage is not ready", () => {
  assertEquals(ownedIn(line(1, "enrich", 10)), null);
  assertEquals(ownedIn(""), null);
});

Deno.test("a log that is being written may end within a line", () => {
  const half = line(3, "count", 7).slice(0, -9);
  assertEquals(ownedIn(line(1, "enrich", 4) + line(2, "count", 4) + half)?.count, 4);
});

Deno.test("processes own everything when they own each partition once, since the last of them", () => {
  const some = { enrich: 6, count: 4, atMs: 7_000 };
  const others = { enrich: 4, count: 6, atMs: 5_000 };
  assertEquals(allOwnedMs([some, others], 10), 7_000);
});

Deno.test("processes do not own everything while one is missing, or one still has too many", () => {
  const all = { enrich: 10, count: 10, atMs: 1_000 };
  const half = { enrich: 5, count: 5, atMs: 2_000 };
  assertEquals(allOwnedMs([all, null], 10), null);
  assertEquals(allOwnedMs([all, half], 10), null);
  assertEquals(allOwnedMs([half, half], 10), 2_000);
});
