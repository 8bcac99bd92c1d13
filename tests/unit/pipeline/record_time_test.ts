import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  plainTimeOf,
  recordTimeOf,
  redated,
  timeText,
  undated,
} from "../../../src/pipeline/record_time.ts";
import { utf8 } from "../../support/logins.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

Deno.test("a record time is a number if that is exact, else a bigint", () => {
  assertEquals(recordTimeOf(2n ** 53n - 1n), 2 ** 53 - 1);
  assertEquals(recordTimeOf(2n ** 53n), 2n ** 53n);
  assertEquals(recordTimeOf(-(2n ** 53n)), -(2n ** 53n));
  fc.assert(fc.property(int64, (time) => assertEquals(BigInt(recordTimeOf(time)), time)));
});

Deno.test("timeText() prints a date if there is one, else the number", () => {
  assertEquals(timeText(1_720_576_825_001), "2024-07-10T02:00:25.001Z");
  assertEquals(timeText(-1), "1969-12-31T23:59:59.999Z");
  assertEquals(timeText(8.64e15 + 1), "8640000000000001 ms");
  assertEquals(timeText(2n ** 63n - 1n), "9223372036854775807 ms");
  fc.assert(fc.property(int64, (time) => timeText(recordTimeOf(time)).length > 0));
});

Deno.test("a rejected timestamp moves to a header and back exactly", () => {
  const headers = [["a", utf8("b")], ["login-pipeline.timestamp", utf8("7")]] as const;
  fc.assert(fc.property(int64, (int64) => {
    const record = { timestamp: recordTimeOf(int64), headers };
    assertEquals(undated(record).timestamp, -1);
    assertEquals(redated(undated(record)), record);
  }));
});

Deno.test("redated() ignores the header if the record has a time or the header is not a number", () => {
  for (const [timestamp, value] of [[0, utf8("7")], [-1, utf8("soon")], [-1, null]] as const) {
    const record = { timestamp, headers: [["login-pipeline.timestamp", value]] as const };
    assertEquals(redated(record), record);
  }
});

Deno.test("plainTimeOf() gives a time that the log cleaner accepts", () => {
  fc.assert(fc.property(int64, (time) => {
    const plain = plainTimeOf(recordTimeOf(time));
    assert(plain >= 0 && Number.isSafeInteger(plain));
  }));
  assertEquals([plainTimeOf(-1), plainTimeOf(5), plainTimeOf(2n ** 60n)], [0, 5, 2 ** 53 - 1]);
});
