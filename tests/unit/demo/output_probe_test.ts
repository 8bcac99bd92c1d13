import { assertEquals } from "@std/assert";
import { OutputProbe } from "../../../src/demo/output_probe.ts";
import type { ClusterClient } from "../../../src/kafka/cluster.ts";

/** A cluster whose output gets these records, some milliseconds apart. */
function cluster(turns: readonly (readonly number[])[], pauseMs: number): ClusterClient {
  return {
    partitionCount: () => Promise.resolve(1),
    ranges: () => Promise.resolve(new Map([[0, { start: 0, end: 0 }]])),
    async *read() {
      for (const timestamps of turns) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        yield {
          partition: 0,
          records: timestamps.map((timestamp) => ({ timestamp })),
          position: 0,
        };
      }
    },
  } as unknown as ClusterClient;
}

async function watched(turns: readonly (readonly number[])[]): Promise<OutputProbe> {
  const probe = new OutputProbe();
  await probe.watch(cluster(turns, 20), "out");
  await new Promise((resolve) => setTimeout(resolve, 20 * turns.length + 60));
  return probe;
}

Deno.test("the span of a burst begins with the first arrival and leaves its records out", async () => {
  const probe = await watched([[1, 1, 1], [], [1], [1, 1]]);
  const { share, seconds } = probe.spanSince(0)!;
  assertEquals(share, 0.5);
  assertEquals(seconds >= 0.05 && seconds < 1, true, `${seconds} s`);
});

Deno.test("records that arrive at once have no span, and none have none", async () => {
  assertEquals((await watched([[1, 1]])).spanSince(0), null);
  assertEquals((await watched([])).spanSince(0), null);
});

Deno.test("the latency of a login is the time from its sending to its arrival", async () => {
  const sentAt = Date.now();
  const probe = await watched([[sentAt - 60_000], [sentAt]]);
  const { p50, p99 } = probe.latencySince(sentAt)!;
  assertEquals(p50, p99);
  assertEquals(p50 >= 20 && p50 < 1_000, true, `${p50} ms`);
  assertEquals(probe.latencySince(sentAt + 60_000), null);
});
