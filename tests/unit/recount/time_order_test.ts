import { assertEquals } from "@std/assert";
import { inTimeOrder } from "../../../src/recount/time_order.ts";
import { inputRecord } from "../../support/logins.ts";

/** Records of a partition by their timestamps, one list per fetch. */
async function* fetches(...lists: readonly (readonly number[])[]) {
  let offset = 0;
  for (const list of lists) {
    await Promise.resolve();
    yield list.map((timestamp) => inputRecord(null, { timestamp, offset: offset++ }));
  }
}

async function order(
  slackMs: number,
  ...partitions: readonly (readonly (readonly number[])[])[]
): Promise<[partition: number, timestamps: number[]][]> {
  const sources = partitions.map((lists, partition) => ({
    partition,
    records: fetches(...lists),
  }));
  const batches: [number, number[]][] = [];
  for await (const { partition, records } of inTimeOrder("in", sources, slackMs)) {
    batches.push([partition, records.map(({ timestamp }) => Number(timestamp))]);
  }
  return batches;
}

Deno.test("inTimeOrder() merges partitions by record time and reads all to the end", async () => {
  assertEquals(await order(0, [[1, 2, 9], [10]], [[5, 6], [7]], [[]]), [
    [0, [1, 2]],
    [1, [5, 6]],
    [1, [7]],
    [0, [9]],
    [0, [10]],
  ]);
});

Deno.test("inTimeOrder() lets a partition run ahead by the slack at most", async () => {
  assertEquals(await order(3, [[1, 2, 8, 9]], [[5, 20]]), [[0, [1, 2, 8]], [1, [5]], [0, [9]], [
    1,
    [20],
  ]]);
});

Deno.test("inTimeOrder() keeps the order of each partition, whatever its timestamps", async () => {
  assertEquals(await order(0, [[5, 1, 6]], [[3]]), [[1, [3]], [0, [5, 1, 6]]]);
});

Deno.test("inTimeOrder() yields whole fetches if the slack is infinite", async () => {
  assertEquals(await order(Infinity, [[1, 100]], [[50, 60]]), [[0, [1, 100]], [1, [50, 60]]]);
});
