import { assert, assertEquals } from "@std/assert";
import { batchBytesOf, countBytesOf, recordBytesOf } from "../../../src/pipeline/record_size.ts";
import { utf8 } from "../../support/logins.ts";

Deno.test("a record counts with its key, value and headers, and with what Kafka adds", () => {
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
