import { assertEquals } from "@std/assert";
import { LruMap } from "../../../src/registry/lru_map.ts";

Deno.test("a full LruMap evicts the least recently used entry", () => {
  const map = new LruMap<string, number>(3);
  map.set("a", 1);
  map.set("b", 2);
  map.set("c", 3);
  map.get("a");
  map.set("b", 4);
  map.set("d", 5);
  assertEquals(["a", "b", "c", "d"].map((key) => map.get(key)), [1, 4, undefined, 5]);
});
