import { assertEquals, assertRejects } from "@std/assert";
import type { ClusterClient, ReadTurn } from "../../../src/kafka/cluster.ts";
import { buildCodec } from "../../../src/pipeline/avro_codec.ts";
import type { InputRecord } from "../../../src/pipeline/record.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { CommittedCounts } from "../../../src/survey/committed_counts.ts";
import { followCounts } from "../../../src/survey/follow_counts.ts";

const reader = avroType("LocaleCount");
const codecs = new Map([[7, buildCodec(avroType("LocaleCount"), reader)]]);
const text = new TextEncoder();

function record(offset: number, locale: string, count: number | null): InputRecord {
  const fields = { locale, count, window_start: null, window_end: null, last_login: 0 };
  const value = count === null
    ? null
    : Uint8Array.from([0, 0, 0, 0, 7, ...reader.toBuffer(fields)]);
  return { offset, timestamp: 0, key: text.encode(locale), value, headers: [] };
}

/** Follows a topic of one partition through these fetches, and then ends with an error. */
async function followed(...fetches: readonly (readonly InputRecord[])[]) {
  return await followedOn(new CommittedCounts([]), new Map(), fetches);
}

async function followedOn(
  table: CommittedCounts,
  positions: Map<number, number>,
  fetches: readonly (readonly InputRecord[])[],
  end = fetches[0]?.length ?? 0,
) {
  const pauses: boolean[] = [];
  const cluster = {
    partitionCount: () => Promise.resolve(1),
    range: () => Promise.resolve({ start: 0, end }),
    async *read(): AsyncGenerator<ReadTurn> {
      for (const records of fetches) {
        yield { partition: 0, records, position: (records.at(-1)?.offset ?? end - 1) + 1 };
      }
    },
  } as unknown as ClusterClient;
  const source = { cluster, topic: "counts", reader, codecsFor: () => codecs };
  const pause = (isBehind: boolean) => Promise.resolve(void pauses.push(isBehind));
  await assertRejects(() => followCounts(source, table, positions, pause), Error, "has no end");
  const counts = table.allTime().counts;
  return { pauses, counts: counts.map(({ locale, count }) => [locale, count]) };
}

Deno.test("followed counts are the latest record of each key", async () => {
  const { counts } = await followed(
    [record(0, "CO", 1), record(1, "NY", 2), record(2, "CO", 3)],
    [record(3, "NY", null), record(4, "\ufeffCO", 9)],
  );
  assertEquals(counts, [["\ufeffCO", 9], ["CO", 3]]);
});

Deno.test("a record that is not a count is ignored", async () => {
  const foreign = { ...record(1, "NY", 1), value: text.encode("foreign") };
  const marker = { ...record(2, "", null), key: new Uint8Array() };
  assertEquals((await followed([record(0, "CO", 1), foreign, marker])).counts, [["CO", 1]]);
});

Deno.test("a pause follows each fetch and knows whether older records remain", async () => {
  const fetches = [[record(0, "CO", 1)], [record(1, "NY", 1)], [], [record(2, "CO", 2)]];
  const { pauses } = await followedOn(new CommittedCounts([]), new Map(), fetches, 2);
  assertEquals(pauses, [true, false, false, false]);
});

Deno.test("a lost connection keeps the counts that were read", async () => {
  const [table, positions] = [new CommittedCounts([]), new Map<number, number>()];
  await followedOn(table, positions, [[record(0, "CO", 1), record(1, "NY", 2)]]);
  assertEquals(positions, new Map([[0, 2]]));
  const { counts } = await followedOn(table, positions, [[record(2, "CO", 3), record(3, "A", 1)]]);
  assertEquals(counts, [["CO", 3], ["NY", 2], ["A", 1]]);
});

Deno.test("a recreated topic is read from its start and replaces all counts", async () => {
  const [table, positions] = [new CommittedCounts([]), new Map([[0, 9]])];
  table.put("NY", { key: "NY", locale: "NY", window: null, count: 9, lastLoginMs: 0 });
  const { counts } = await followedOn(table, positions, [[record(0, "CO", 1)]]);
  assertEquals(counts, [["CO", 1]]);
});
