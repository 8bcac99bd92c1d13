import { assertEquals, assertStrictEquals } from "@std/assert";
import { RefusedTimesError, type TimeRange } from "../../../src/kafka/refused_times.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import type { RecordTime } from "../../../src/pipeline/record_time.ts";
import { TakenTimes } from "../../../src/runner/taken_times.ts";
import { inputRecord, utf8 } from "../../support/logins.ts";

function output(timestamp: RecordTime): OutputRecord {
  return { topic: "t", partition: 0, key: null, value: utf8("v"), headers: [], timestamp };
}

function scene(range: TimeRange) {
  const clock = { ms: 0 };
  const times = new TakenTimes(() => clock.ms);
  const refuses = (timestamp: RecordTime) =>
    times.refusalsOf("t")?.(inputRecord(null, { timestamp })) ?? false;
  const hear = () =>
    times.learn(new Error("send", { cause: new RefusedTimesError([{ topic: "t", range }], null) }));
  return { clock, times, refuses, hear };
}

Deno.test("all timestamps are accepted until a broker has rejected one for its topic", () => {
  const { times, hear } = scene({ low: 0, high: 10 });
  assertEquals(times.refusalsOf("t"), undefined);
  const outputs = [output(2n ** 63n - 1n)];
  assertStrictEquals(times.fitted(outputs), outputs);
  times.learn(new Error("something else"));
  assertStrictEquals(times.fitted(outputs), outputs);
  hear();
  assertEquals(times.refusalsOf("other"), undefined);
  assertEquals(times.refusalsOf(null), undefined);
});

Deno.test("the accepted range moves with time, and -1 is always accepted", () => {
  const { clock, refuses, hear } = scene({ low: 100, high: 200 });
  hear();
  assertEquals([99, 100, 200, 201, -1, 2n ** 60n].map(refuses), [
    true,
    false,
    false,
    true,
    false,
    true,
  ]);
  clock.ms = 50.7;
  assertEquals([149, 150, 250, 251].map(refuses), [true, false, false, true]);
});

Deno.test("the accepted range expires after 30 s", () => {
  const { clock, refuses, hear, times } = scene({ low: 100, high: 200 });
  hear();
  clock.ms = 30_000;
  assertEquals(refuses(2n ** 60n), true);
  clock.ms = 30_001;
  assertEquals(refuses(2n ** 60n), false);
  assertEquals(times.refusalsOf("t"), undefined);
});

Deno.test("a record with a rejected timestamp is sent without it, and a header keeps it", () => {
  const { times, hear } = scene({ low: 0, high: 10 });
  hear();
  const [kept, undatedOne] = times.fitted([output(10), output(11)]);
  assertEquals(kept, output(10));
  assertEquals(undatedOne, { ...output(-1), headers: [["login-pipeline.timestamp", utf8("11")]] });
});
