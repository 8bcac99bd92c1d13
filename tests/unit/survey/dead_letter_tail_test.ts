import { assertEquals } from "@std/assert";
import type { ClusterClient, ReadTurn } from "../../../src/kafka/cluster.ts";
import { deadLetterOf } from "../../../src/pipeline/dead_letter.ts";
import type { InputRecord } from "../../../src/pipeline/record.ts";
import { undated } from "../../../src/pipeline/record_time.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { DeadLetterTail, letterOf } from "../../../src/survey/dead_letter_tail.ts";

const to = { topic: "dlq", partitionCount: 1, maxMessageBytes: 10_000, sha256: () => "" };

function letter(offset: number): InputRecord {
  const value = new TextEncoder().encode("a secret");
  const record = { offset, timestamp: 1_000 + offset, key: value, value, headers: [] };
  const rejection = new Rejection("MISSING_FIELD", "ip");
  return { ...deadLetterOf({ topic: "user-login", partition: 2, record, rejection }, to), offset };
}

/** One partition of dead letters, and how much of it was read. */
function log(count: number) {
  const asked: number[] = [];
  const records = Array.from({ length: count }, (_, offset) => letter(offset));
  const cluster = {
    async *read(_: string, from: ReadonlyMap<number, number>): AsyncGenerator<ReadTurn> {
      asked.push(from.get(0)!);
      yield { partition: 0, records: records.slice(from.get(0)!), position: records.length };
    },
  } as unknown as ClusterClient;
  return { cluster, asked };
}

Deno.test("letterOf() gives coordinates and cause of a dead letter, but no data of the record", () => {
  assertEquals(letterOf(letter(17)), {
    at: "1970-01-01T00:00:01.017Z",
    topic: "user-login",
    partition: 2,
    offset: 17,
    cause: "MISSING_FIELD",
    message: "ip: is missing or null",
  });
});

Deno.test("letterOf() is null for a record without cause headers", () => {
  assertEquals(letterOf({ ...letter(1), headers: [] }), null);
});

Deno.test("a dead-letter tail reads only the newest dead letters, each once", async () => {
  const { cluster, asked } = log(1_000);
  const tail = new DeadLetterTail();
  await tail.read(cluster, "dlq", new Map([[0, 1_000]]));
  await tail.read(cluster, "dlq", new Map([[0, 1_000]]));
  assertEquals(asked, [980]);
  assertEquals(tail.newest().map(({ offset }) => offset).slice(0, 3), [999, 998, 997]);
  assertEquals(tail.newest().length, 20);
});

Deno.test("letterOf() gives any timestamp as a date-time, or null if there is none", () => {
  const record = letter(0);
  for (const timestamp of [2n ** 63n - 1n, -(2n ** 63n), 253_402_300_800_000, 8.64e15 + 1]) {
    assertEquals(letterOf({ ...record, timestamp })?.at, null);
  }
  const dated = undated({ ...record, timestamp: 1_720_576_830_000 });
  assertEquals(letterOf({ ...record, ...dated })?.at, "2024-07-10T02:00:30.000Z");
});
