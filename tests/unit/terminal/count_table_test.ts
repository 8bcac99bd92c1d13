import { assertEquals } from "@std/assert";
import { CountTable } from "../../../src/terminal/count_table.ts";
import type { ReadableRecord } from "../../../src/terminal/record_reader.ts";

const minute = { start: 1720576800000, end: 1720576860000 };

function count(key: string, locale: string, n: number, window: typeof minute | null = null) {
  return record(key, "LocaleCount", {
    locale,
    count: n,
    window_start: window?.start ?? null,
    window_end: window?.end ?? null,
    last_login: 1720576825000,
  });
}

function record(key: string | null, type: string | null, value: unknown): ReadableRecord {
  return { topic: "counts", partition: 0, offset: 0, timestamp: "", key, type, value };
}

function tableOf(...records: readonly ReadableRecord[]): CountTable {
  const table = new CountTable();
  for (const each of records) table.take(each);
  return table;
}

Deno.test("a count table keeps the latest count of a key", () => {
  const table = tableOf(count("RU", "RU", 1), count("US", "US", 5), count("RU", "RU", 2));
  assertEquals(table.allTime(), new Map([["RU", 2], ["US", 5]]));
});

Deno.test("a count table removes the key of a tombstone, and only that", () => {
  const table = tableOf(count("RU", "RU", 1), count("US", "US", 5), record("RU", null, null));
  assertEquals(table.allTime(), new Map([["US", 5]]));
});

Deno.test("a count table ignores restore markers and other records", () => {
  const table = tableOf(
    count("RU", "RU", 1),
    record("", null, null),
    record(null, null, "text"),
    record("RU", "EnrichedLogin", { locale: "RU" }),
  );
  assertEquals(table.allTime(), new Map([["RU", 1]]));
});

Deno.test("a count table lists all-time counts first, then windows, the largest on top", () => {
  const table = tableOf(
    count("RU@…", "RU", 1, minute),
    count("FR", "FR", 2),
    count("RU", "RU", 9),
    count("DE", "DE", 2),
  );
  assertEquals(
    String(table),
    `locale  count  window                                        last login
RU          9  all time                                      2024-07-10T02:00:25Z
DE          2  all time                                      2024-07-10T02:00:25Z
FR          2  all time                                      2024-07-10T02:00:25Z
RU          1  2024-07-10T02:00:00Z to 2024-07-10T02:01:00Z  2024-07-10T02:00:25Z`,
  );
});

Deno.test("a count table does not add windowed counts to all-time counts", () => {
  assertEquals(tableOf(count("RU@…", "RU", 1, minute)).allTime(), new Map());
});
