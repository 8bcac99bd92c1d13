import { assertEquals } from "@std/assert";
import { OffsetSet } from "../../../src/dead_letters/offset_set.ts";

Deno.test("an offset set holds the added offsets and no others", () => {
  const offsets = [0, 7, 8, 65_535, 65_536, 2 ** 32, 2 ** 53 - 1];
  const set = new OffsetSet();
  for (const offset of offsets) set.add(offset);
  for (const offset of offsets) {
    assertEquals(set.has(offset), true, String(offset));
    for (const other of [offset - 1, offset + 1]) {
      assertEquals(set.has(other), offsets.includes(other), String(other));
    }
  }
});
