import { assertEquals, assertMatch } from "@std/assert";
import { refusedTimesOf } from "../../../src/kafka/refused_times.ts";
import type { TopicMessages } from "../../../src/kafka/send_chunks.ts";
import type { RecordTime } from "../../../src/pipeline/record_time.ts";
import { recoveryOf } from "../../../src/runner/recovery.ts";

const said =
  "Timestamp 9 of message with offset 0 is out of range. The timestamp should be within ";

function refusal(errorCode: number, message: string | null, topic = "t") {
  return { topic, partition: 0, errorCode, records: [{ index: 0, message }] };
}

function failed(...refusedBatches: readonly object[]): Error {
  const answer = Object.assign(new Error("refused"), { type: "INVALID_TIMESTAMP", refusedBatches });
  return Object.assign(new Error("wrapped"), { originalError: answer });
}

function sent(...times: readonly RecordTime[]): TopicMessages[] {
  const messages = times.map((timestamp) => ({
    ...{ topic: "t", partition: 0, key: null, value: null, headers: [], timestamp },
  }));
  return [{ topic: "t", messages: [{ partition: 0, value: null, messages }] }];
}

Deno.test("refusedTimesOf() reads the accepted range of timestamps from the broker's message", () => {
  const error = refusedTimesOf(
    failed(refusal(32, `${said}[-9223370240838985051, 1764483390756]`)),
    [],
  );
  assertEquals(error?.refusals, [
    { topic: "t", range: { low: -9223370240838985051n, high: 1764483390756 } },
  ]);
  assertMatch(error!.message, /"t" accepts record timestamps up to 2025-11-30T06:16:30.756Z/);
  assertEquals(recoveryOf(error), "reacquire");
});

Deno.test("refusedTimesOf() ignores a bound that overflowed at the broker", () => {
  const error = refusedTimesOf(failed(refusal(32, `${said}[100, -9223372036854775000]`)), []);
  assertEquals(error?.refusals[0]?.range, { low: 100, high: Infinity });
});

Deno.test("refusedTimesOf() knows that a broker that recompresses rejects negative timestamps", () => {
  const unknown = failed(refusal(-1, null));
  assertEquals(refusedTimesOf(unknown, sent(5, -2))?.refusals[0]?.range, {
    low: 0,
    high: Infinity,
  });
  assertEquals(refusedTimesOf(unknown, sent(5, -1)), null);
});

Deno.test("refusedTimesOf() is null if anything else failed, too", () => {
  const words = `${said}[1, 2]`;
  assertEquals(refusedTimesOf(new Error("gone"), []), null);
  assertEquals(refusedTimesOf(failed(refusal(32, "too late")), []), null);
  assertEquals(refusedTimesOf(failed(refusal(32, words), refusal(6, null, "u")), []), null);
});
