import { assertEquals, assertMatch } from "@std/assert";
import type { CountEntry } from "../../../src/pipeline/count_entry.ts";
import { CountHash } from "../../../src/pipeline/count_hash.ts";

const window = { startMs: 0, endMs: 60_000 };
const entry: CountEntry = { key: "CA", locale: "CA", window: null, count: 5, lastLoginMs: 9 };

function hashOf(...entries: readonly CountEntry[]): string {
  const hash = new CountHash();
  for (const each of entries) hash.add(each);
  return hash.toString();
}

Deno.test("the count hash does not depend on the order of entries", () => {
  const other = { ...entry, key: "NY", locale: "NY" };
  assertEquals(hashOf(entry, other), hashOf(other, entry));
  assertMatch(hashOf(entry, other), /^[0-9a-f]{16}$/);
});

Deno.test("the count hash changes in both halves with each part of an entry", () => {
  const variants: CountEntry[] = [
    entry,
    { ...entry, key: "CA@" },
    { ...entry, locale: "C" },
    { ...entry, key: "CAC", locale: "A" },
    { ...entry, window },
    { ...entry, window: { ...window, endMs: 300_000 } },
    { ...entry, count: 6 },
    { ...entry, count: 5 + 2 ** 32 },
    { ...entry, lastLoginMs: 10 },
    { ...entry, count: 9, lastLoginMs: 5 },
  ];
  const hashes = variants.map((variant) => hashOf(variant));
  for (
    const half of [
      hashes.map((hash) => hash.slice(8)),
      hashes.map((hash) => hash.slice(0, 8)),
    ]
  ) {
    assertEquals(new Set(half).size, variants.length);
  }
});

Deno.test("the count hash has no trace of a removed entry, and a copy is independent", () => {
  const hash = new CountHash();
  hash.add(entry);
  const copy = hash.copy();
  copy.add({ ...entry, count: 6 });
  copy.remove(entry);
  assertEquals(hash.toString(), hashOf(entry));
  assertEquals(copy.toString(), hashOf({ ...entry, count: 6 }));
  hash.remove(entry);
  assertEquals(hash.toString(), "0".repeat(16));
});

Deno.test("the count hash differs for a hundred thousand different sets", () => {
  const hashes = new Set<string>();
  for (let count = 0; count < 100_000; count++) hashes.add(hashOf({ ...entry, count }));
  assertEquals(hashes.size, 100_000);
});
