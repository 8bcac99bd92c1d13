import { assert, assertEquals } from "@std/assert";
import {
  batchBytesOf,
  countBytesOf,
  isCountAbove,
  recordBytesOf,
} from "../../../src/pipeline/record_size.ts";
import { utf8 } from "../../support/logins.ts";

Deno.test("the size of a record includes key, value, headers and Kafka's overhead", () => {
  const bare = { key: null, value: null, headers: [] };
  const key = new Uint8Array(10);
  const value = new Uint8Array(100);
  const growth = recordBytesOf({ key, value, headers: [] }) - recordBytesOf(bare);
  assertEquals(growth, 110);
  const headers = [["äöü", utf8("four")], ["äöü", null]] as const;
  assert(recordBytesOf({ ...bare, headers }) - recordBytesOf(bare) >= 2 * 6 + 4);
  assert(batchBytesOf(bare) > recordBytesOf(bare));
});

Deno.test("a count takes twice its locale's bytes, not its characters", () => {
  assertEquals(countBytesOf("日".repeat(100)) - countBytesOf(""), 600);
});

Deno.test("isCountAbove() is true exactly if the bytes are above the limit", () => {
  for (const locale of ["", "CA", "日本", "é".repeat(50), "x".repeat(300)]) {
    for (let limit = 300; limit < 1400; limit++) {
      assertEquals(isCountAbove(limit, locale), countBytesOf(locale) > limit, `${limit} ${locale}`);
    }
  }
});
