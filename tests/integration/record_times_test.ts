import { assertEquals, assertMatch } from "@std/assert";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { produceDated, takeAnyTime } from "../support/any_time.ts";
import { auditAgrees } from "../support/audited.ts";
import { recordsOf } from "../support/copied_topic.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { json, login } from "../support/logins.ts";
import { denoTask } from "../support/program.ts";
import { configureTopic } from "../support/topic_config.ts";
import { clockWith } from "../support/wrong_clock.ts";

const text = new TextDecoder();
const hourMs = 3_600_000;

const times = [
  -(2n ** 63n),
  2n ** 63n - 1n,
  1_720_576_825_000_000_001n,
  -1_720_576_825_000_000_001n,
  -1,
  0,
  -2,
  2 ** 53 - 1,
  2n ** 53n,
  1_720_576_825_000,
] as const;

function headerOf({ headers }: ConsoleRecord, name: string): string | undefined {
  const value = headers.findLast(([known]) => known === name)?.[1];
  return value ? text.decode(value) : undefined;
}

function timesOf(records: readonly ConsoleRecord[]): (number | bigint)[] {
  return records.map(({ timestampMs }) => timestampMs);
}

integrationTest(
  "any int64 timestamp passes unchanged, for Java and for ourselves",
  async (scene) => {
    const { input, output, deadLetters } = scene.topics;
    await takeAnyTime(scene, output, input);
    const values = times.flatMap((timestampMs) => [
      { value: json(login), timestampMs },
      { value: json({}), timestampMs },
    ]);
    await produceDated(scene, ...values);
    assertEquals(
      (await recordsOf(scene, input)).map(({ record }) => record.timestamp),
      times.flatMap((time) => [time, time]),
    );
    await scene.started();
    await scene.processed();
    const facts = (await readWithJavaToEnd(scene, output))
      .filter(({ key }) => text.decode(key!) === login.user_id);
    assertEquals(timesOf(facts), [...times]);
    assertEquals(timesOf(await readWithJavaToEnd(scene, deadLetters)), [...times]);
    await auditAgrees(scene.config);
  },
);

integrationTest(
  "a login whose timestamp the output topic rejects is a dead letter",
  async (scene) => {
    const { input, output, deadLetters } = scene.topics;
    await takeAnyTime(scene, input);
    const processor = await scene.started();
    const ahead = Date.now() + 2 * hourMs;
    const dated = [2n ** 63n - 1n, ahead, ahead + 1, -1, 0, Date.now()] as const;
    await produceDated(scene, ...dated.map((timestampMs) => ({ value: json(login), timestampMs })));
    await scene.processed();
    await produceDated(scene, { value: json(login), timestampMs: ahead });
    await scene.processed();
    const letters = await readWithJavaToEnd(scene, deadLetters);
    assertEquals(timesOf(letters), [dated[0], dated[1], dated[2], ahead]);
    assertEquals(
      new Set(letters.map((letter) => headerOf(letter, "__streams.errors.exception"))),
      new Set(["RECORD_TIME_REFUSED"]),
    );
    const facts = (await readWithJavaToEnd(scene, output))
      .filter(({ key }) => text.decode(key!) === login.user_id);
    assertEquals(timesOf(facts), [-1, 0, dated[5]]);
    await auditAgrees(scene.config);
    const recoveries = processor.lines.filter(({ event, reason }) =>
      event === "recovering" && reason?.includes("INVALID_TIMESTAMP")
    );
    assertEquals(recoveries.length, 1, "what the broker said once is known");
  },
);

integrationTest(
  "an internal topic that rejects a timestamp gets the record without it",
  async (scene) => {
    const { input, output, deadLetters, deltas, counts } = scene.topics;
    await takeAnyTime(scene, output, input);
    for (const topic of [deadLetters, deltas, counts]) await configureTopic(scene, topic, {});
    const ahead = Date.now() + 2 * hourMs;
    await produceDated(scene, { value: json(login), timestampMs: ahead });
    await produceDated(scene, { value: json({}), timestampMs: 2n ** 63n - 1n });
    await scene.started();
    await scene.processed();
    const [letter] = await readWithJavaToEnd(scene, deadLetters);
    assertEquals(letter!.timestampMs, -1);
    assertEquals(headerOf(letter!, "login-pipeline.timestamp"), String(2n ** 63n - 1n));
    const { input: read, enriched, deadLetters: refused } =
      (await auditAgrees(scene.config)).totals;
    assertEquals([read, enriched, refused], [2, 1, 1]);
  },
);

integrationTest("generate says how far the clocks differ", async (scene) => {
  await using clock = await clockWith(3 * hourMs);
  const { code, stderr } = await denoTask("generate", ["--count", "5"], {
    ...scene.env,
    ...clock.env,
  });
  assertEquals(code, 1, stderr);
  assertMatch(stderr, /The clock of this machine is 3 h ahead of that of the broker that leads "/);
  assertMatch(stderr, /What to do: correct the clock that is wrong/);
  assertEquals(await recordsOf(scene, scene.topics.input), []);
});
