import { assertEquals, assertMatch } from "@std/assert";
import { refusedTimesOf } from "../../../src/kafka/refused_times.ts";
import type { RecordBatch } from "../../../src/kafka/send_chunks.ts";
import type { RecordTime } from "../../../src/pipeline/record_time.ts";
import { recoveryOf } from "../../../src/runner/recovery.ts";

const said =
  "Timestamp 9 of message with offset 0 is out of range. The timestamp should be within ";

const cause = new Error("refused");

function refusal(code: number, message: string | null, topic = "t") {
  return { topic, partition: 0, code, records: [{ index: 0, message }] };
}

function sent(...times: readonly RecordTime[]): RecordBatch[] {
  const records = times.map((timestamp) => ({
    ...{ topic: "t", partition: 0, key: null, value: null, headers: [], timestamp },
  }));
  return [{ topic: "t", partition: 0, records }];
}

Deno.test("refusedTimesOf() reads the accepted range of timestamps from the broker's message", () => {
  const error = refusedTimesOf(
    [refusal(32, `${said}[-9223370240838985051, 1764483390756]`)],
    [],
    cause,
  );
  assertEquals(error?.refusals, [
    { topic: "t", range: { low: -9223370240838985051n, high: 1764483390756 } },
  ]);
  assertMatch(error!.message, /"t" accepts record timestamps up to 2025-11-30T06:16:30.756Z/);
  assertEquals([recoveryOf(error), error!.cause], ["reacquire", cause]);
});

Deno.test("refusedTimesOf() ignores a bound that overflowed at the broker", () => {
  const error = refusedTimesOf(
    [refusal(32, `${said}[100, -9223372036854775000]`)],
    [],
    cause,
  );
  assertEquals(error?.refusals[0]?.range, { low: 100, high: Infinity });
});

Deno.test("refusedTimesOf() knows that a broker that recompresses rejects negative timestamps", () => {
  const unknown = [refusal(-1, null)];
  assertEquals(refusedTimesOf(unknown, sent(5, -2), cause)?.refusals[0]?.range, {
    low: 0,
    high: Infinity,
  });
  assertEquals(refusedTimesOf(unknown, sent(5, -1), cause), null);
  const elsewhere = sent(-2).map((batch) => ({ ...batch, partition: 1 }));
  assertEquals(refusedTimesOf(unknown, elsewhere, cause), null);
});

Deno.test("refusedTimesOf() is null if anything else failed, too", () => {
  const words = `${said}[1, 2]`;
  assertEquals(refusedTimesOf([], [], cause), null);
  assertEquals(refusedTimesOf([refusal(32, "too late")], [], cause), null);
  assertEquals(refusedTimesOf([refusal(32, words), refusal(6, null, "u")], [], cause), null);
});
