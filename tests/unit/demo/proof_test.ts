import { assertEquals } from "@std/assert";
import { type Proof, prove } from "../../../src/demo/proof.ts";
import type { ConsoleRecord } from "../../../src/stack/console_record.ts";
import type { ReadableRecord } from "../../../src/terminal/record_reader.ts";
import { json, login, utf8 } from "../../support/logins.ts";

function record(
  offset: number,
  value: Uint8Array | null,
  headers: ConsoleRecord["headers"] = [],
): ConsoleRecord {
  return { timestampMs: 0, partition: 0, offset: BigInt(offset), key: null, value, headers };
}

function enriched(offset: number, sourceOffset: number): ConsoleRecord {
  return record(offset, json({ source_partition: 0, source_offset: sourceOffset }));
}

function count(offset: number, locale: string, n: number, windowStart: number | null = null) {
  return record(offset, json({ locale, count: n, window_start: windowStart }));
}

function deadLetter(offset: number, sourceOffset: number, cause: string): ConsoleRecord {
  const fields = { topic: "in", partition: "0", offset: String(sourceOffset), exception: cause };
  const headers = Object.entries(fields)
    .map(([name, value]) => [`__streams.errors.${name}`, utf8(value)] as const);
  return record(offset, null, headers);
}

/** Stands for the registry: a value with a count is a LocaleCount. */
function read({ partition, offset, value }: ConsoleRecord): Promise<ReadableRecord> {
  const fields = JSON.parse(new TextDecoder().decode(value!));
  const type = "count" in fields ? "LocaleCount" : "EnrichedLogin";
  const place = { topic: "out", partition, offset: Number(offset), timestamp: "", key: null };
  return Promise.resolve({ ...place, type, value: fields });
}

async function proof(
  topics: Readonly<Record<"in" | "out" | "dead", readonly ConsoleRecord[]>>,
  from = [0],
): Promise<Proof> {
  return await prove({
    async *readTopic(topic) {
      yield* topics[topic as keyof typeof topics];
    },
    input: { topic: "in", from },
    output: { topic: "out", from: [0] },
    deadLetters: { topic: "dead", from: [0] },
    codecsFor: () => new Map(),
    read,
    maxValueBytes: 1_000,
  });
}

const input = [
  record(0, json(login)),
  record(1, json({ ...login, device_type: "iOS" })),
  record(2, utf8("no JSON")),
  record(3, null),
];

Deno.test("topics with exactly the expected records have no differences", async () => {
  const { differences, totals, causes, counts } = await proof({
    in: input,
    out: [enriched(0, 0), count(1, "RU", 1)],
    dead: [deadLetter(0, 2, "MALFORMED_JSON")],
  });
  assertEquals(differences, []);
  assertEquals(totals, { read: 4, enriched: 1, filtered: 1, deadLetters: 1, tombstones: 1 });
  assertEquals(causes, new Map([["MALFORMED_JSON", 1]]));
  assertEquals(counts, new Map([["RU", 1]]));
});

Deno.test("a missing, duplicate or wrong record is a difference", async () => {
  const { differences } = await proof({
    in: [record(0, json(login)), record(1, json(login)), record(2, utf8("no JSON"))],
    out: [enriched(0, 0), enriched(1, 0)],
    dead: [deadLetter(0, 2, "EMPTY_VALUE")],
  });
  assertEquals(differences, [
    "0@0 is enriched, but is so already or should leave no record",
    "0@2 is EMPTY_VALUE, not MALFORMED_JSON",
    "0@1 should be enriched and is nowhere",
    "0@2 should be MALFORMED_JSON and is nowhere",
  ]);
});

Deno.test("an all-time count that does not rise is a difference, but not the count of a window", async () => {
  const { differences } = await proof({
    in: [],
    out: [count(0, "RU", 2), count(1, "RU", 2), count(2, "RU", 1, 0), count(3, "RU", 1, 0)],
    dead: [],
  });
  assertEquals(differences, ["the count of RU does not rise"]);
});

Deno.test("records from before the demo do not count", async () => {
  const { totals, differences } = await proof({ in: input, out: [], dead: [] }, [3]);
  assertEquals([totals.read, totals.tombstones, differences], [1, 1, []]);
});

Deno.test("the samples of a proof are two records and, if there is one, a count", async () => {
  const logins = [0, 1, 2, 3].map((offset) => enriched(offset, offset));
  const { samples } = await proof({ in: [], out: [...logins, count(4, "RU", 4)], dead: [] });
  assertEquals(samples.map(({ type }) => type), ["EnrichedLogin", "EnrichedLogin", "LocaleCount"]);
});

Deno.test("the proof lists the first ten differences", async () => {
  const many = Array.from({ length: 30 }, (_, offset) => record(offset, json(login)));
  assertEquals((await proof({ in: many, out: [], dead: [] })).differences.length, 10);
});
