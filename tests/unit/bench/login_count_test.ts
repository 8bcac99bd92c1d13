import { assertEquals, assertThrows } from "@std/assert";
import avro from "avsc";
import { loginCountSchema, readLoginCount } from "../../../bench/login_count.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";

const header = [0, 0, 0, 0, 1];

function frame(type: avro.Type, value: unknown): Uint8Array {
  return Uint8Array.of(...header, ...type.toBuffer(value));
}

Deno.test("readLoginCount() reads the counts of peers and our own", () => {
  const theirs = avro.Type.forSchema(JSON.parse(loginCountSchema));
  for (const count of [0, 1, 63, 64, 1_333_333, 2 ** 40]) {
    const locale = count === 1 ? "ö".repeat(100) : "CO";
    const ours = { locale, count, window_start: null, window_end: null, last_login: 1 };
    assertEquals(readLoginCount(frame(theirs, { locale, count })), { locale, count });
    assertEquals(readLoginCount(frame(avroType("LocaleCount"), ours)), { locale, count });
  }
});

Deno.test("readLoginCount() throws for a truncated frame", () => {
  assertThrows(() => readLoginCount(Uint8Array.of(...header, 4, 67, 79)), RangeError, "too early");
});
