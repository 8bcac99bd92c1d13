import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ledgerPlan } from "../../src/setup/topic_plans.ts";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { apiKeys, type PassingRequest } from "../support/kafka_frames.ts";
import { type Hold, KafkaProxy } from "../support/kafka_proxy.ts";
import { json, login } from "../support/logins.ts";
import { denoTask, type Ending, root } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { inTime } from "../support/until.ts";

const canary = "c4n4ry";
const text = new TextDecoder();

/** Creates the ledger; kafkajs fails if it waits for a leader and there is none at once. */
async function makeLedger({ admin, config }: Scene): Promise<void> {
  const { topic, partitionCount: numPartitions } = ledgerPlan(config);
  const configEntries = [{ name: "cleanup.policy", value: "compact" }];
  const topics = [{ topic, numPartitions, configEntries }];
  await admin.createTopics({ waitForLeaders: false, topics });
}

/** Creates the ledger and dead letters with invalid locales, and returns their coordinates. */
async function deadLetters(scene: Scene, count: number): Promise<Set<string>> {
  await makeLedger(scene);
  const value = json({ ...login, locale: 7 });
  await scene.produce(...Array.from({ length: count }, () => ({ value, key: login.user_id })));
  const processor = await scene.started();
  await scene.processed();
  await processor.stop();
  const letters = await readWithJavaToEnd(scene, scene.topics.deadLetters);
  assertEquals(letters.length, count);
  const { deadLetters: topic } = scene.topics;
  return new Set(letters.map(({ partition, offset }) => `${topic}/${partition}/${offset}`));
}

/** The dead letters that input records name as their origin; sorted. */
async function replaysIn(scene: Scene): Promise<string[]> {
  const records = await readWithJavaToEnd(scene, scene.topics.input);
  return records.flatMap(({ headers }) => headers)
    .filter(([name]) => name === "login-pipeline.replay-of")
    .map(([, value]) => text.decode(value!)).sort();
}

async function dlq(scene: Scene, ...words: readonly string[]): Promise<Ending> {
  return await denoTask("dlq", words, scene.env);
}

/** A replay in a separate process, which can be killed. */
function startReplay(scene: Scene, brokers = scene.stack.brokers) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-P=client", "src/commands/dlq/main.ts", "replay", "--yes"],
    cwd: root,
    env: { ...scene.env, KAFKA_BROKERS: brokers },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const ended = inTime("the end of a replay", child.output(), 120_000);
  return {
    murder: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    ended: ended.then(({ code, stdout, stderr }) => {
      return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
    }),
  };
}

/** The n-th request of a kind with the replay's transactional id, and those after it. */
function ofReplay({ config }: Scene, apiKey: number, n = 1): (request: PassingRequest) => boolean {
  let seen = 0;
  return (request) => {
    const isOurs = request.transactionalId?.startsWith(`${config.appId}-dlq-replay`) === true;
    return isOurs && request.apiKey === apiKey && ++seen >= n;
  };
}

integrationTest(
  "dlq list, show and export describe dead letters and mask their values",
  async (scene) => {
    const personal = { user_id: canary, ip: canary, device_id: canary };
    const values = [
      json({ ...login, ...personal, locale: 7 }),
      json({ ...login, ...personal, locale: [canary] }),
      json({ ...login, ...personal, device_type: { [canary]: canary } }),
      json({ ...login, ...personal }).slice(0, -1),
      scene.avro({ ...login, ...personal, app_version: "" }),
      scene.avro({ ...login, ...personal }).slice(0, -1),
    ];
    const headers = { trace: canary };
    await scene.produce(...values.map((value) => ({ value, key: canary, headers })));
    await scene.started();
    await scene.processed();

    const list = await dlq(scene, "list", "--json");
    const { groups } = JSON.parse(list.stdout);
    const rows = groups.map(({ cause, field, count }: Record<string, unknown>) =>
      `${cause} ${field} ${count}`
    );
    assertEquals(rows.sort(), [
      "EMPTY_FIELD app_version 1",
      "MALFORMED_AVRO null 1",
      "MALFORMED_JSON null 1",
      "WRONG_TYPE device_type 1",
      "WRONG_TYPE locale 2",
    ]);
    const table = await dlq(scene, "list", "--cause", "WRONG_TYPE", "--field", "locale");
    assertMatch(table.stdout, /WRONG_TYPE +locale +2 +0 +\d{4}-.* 0:0\n$/);
    const masked = await dlq(scene, "show");
    assertEquals(masked.stdout.match(/^user-login-dlq-/gm)?.length, values.length);
    assertMatch(masked.stdout, /writer +io\.fetch\.login\.UserLogin: user_id string/);
    for (const { code, stdout, stderr } of [list, table, masked]) {
      assertEquals(code, 0, stderr);
      assert(!`${stdout}${stderr}`.includes(canary), stdout);
    }

    const revealed = await dlq(scene, "show", "0:0", "--reveal");
    assertStringIncludes(revealed.stdout, `ip          "${canary}"; ok`);
    assertEquals((await dlq(scene, "export")).code, 2);
    const { stdout } = await dlq(scene, "export", "--reveal");
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(
      lines.map(({ value }) => value).sort(),
      values.map((value) => value.toBase64()).sort(),
    );
  },
);

integrationTest(
  "a replay with an edit makes logins that count once, and a repeated replay does nothing",
  async (scene) => {
    await makeLedger(scene);
    const bad = { ...login, locale: 7, device_type: "ios" };
    await scene.produce(
      ...Array.from({ length: 5 }, () => ({ value: json(bad), partition: 3 })),
      { value: scene.avro({ ...login, ip: "" }) },
      { value: json(login).slice(0, -1) },
    );
    await scene.started();
    await scene.processed();
    const words = ["replay", "--cause", "WRONG_TYPE,MALFORMED_JSON", "--set", "locale=unknown"];
    words.push("--set", "device_type=android");
    const plan = await dlq(scene, ...words);
    assertMatch(plan.stdout, /WRONG_TYPE +locale +5 +5 +5 enriched\n/);
    assertMatch(plan.stdout, /MALFORMED_JSON +1 +0 +1 cannot be edited\n/);
    assertMatch(plan.stderr, /Nothing was replayed/);
    assertEquals(await replaysIn(scene), []);

    const done = await dlq(scene, ...words, "--yes");
    assertEquals(done.code, 0, done.stderr);
    assertMatch(done.stdout, /replayed 5 of 5 dead letters/);
    const framed = await dlq(scene, "replay", "--field", "ip", "--set", "ip=10.0.0.1", "--yes");
    assertMatch(framed.stdout, /replayed 1 of 1 dead letters/);
    await scene.processed();
    const { fates, enriched } = await audit(scene);
    assertEquals(fates, { enriched: 6, filtered: 0, deadLetter: 7, tombstone: 0 });
    const places = enriched.map(({ fields }) =>
      `${fields["source_partition"]} ${fields["locale"]}`
    );
    assertEquals(places.sort(), ["0 RU", ...Array(5).fill("3 unknown")]);

    const again = await dlq(scene, ...words, "--yes");
    assertMatch(again.stdout, /WRONG_TYPE +locale +5 +0 +5 already replayed\n/);
    assertEquals((await replaysIn(scene)).length, 6);
    const list = await dlq(scene, "list", "--cause", "WRONG_TYPE");
    assertMatch(list.stdout, /WRONG_TYPE +locale +5 +5 /);
  },
);

integrationTest(
  "a replay without a ledger names create-topics, and dlq list still works",
  async (scene) => {
    await scene.produce({ value: json({}) });
    await scene.started();
    await scene.processed();
    const { code, stderr } = await dlq(scene, "replay", "--yes");
    assertEquals(code, 1);
    assertMatch(stderr, /do not exist: login-pipeline-\w+-dlq-replays\n.*deno task create-topics/);
    assertMatch((await dlq(scene, "list")).stdout, /MISSING_FIELD +user_id +1 +0 /);
  },
);

/** Kills replays at a commit that the broker never sees, or whose answer never arrives. */
const kills: readonly (readonly [end: number, keep: "hold" | "swallowAnswers"])[] = [
  [1, "hold"], // the markers
  [1, "swallowAnswers"],
  [2, "hold"], // the first 500
  [2, "swallowAnswers"],
  [3, "hold"], // the next 500 after it
  [2, "swallowAnswers"],
];

integrationTest(
  "a replay that is killed repeatedly replays each dead letter once",
  async (scene) => {
    const letters = await deadLetters(scene, 1_900);
    for (const [end, keep] of kills) {
      await using proxy = new KafkaProxy(scene.stack.brokers);
      const kept: Hold = proxy[keep](ofReplay(scene, apiKeys.endTxn, end));
      const replay = startReplay(scene, proxy.address);
      await kept.caught();
      await replay.murder();
    }
    const { code, stdout, stderr } = await startReplay(scene).ended;
    assertEquals(code, 0, stderr);
    assertEquals(await replaysIn(scene), [...letters].sort());
    assertMatch(stdout, /WRONG_TYPE +locale +1900 +400 +400 WRONG_TYPE +1500 already replayed/);
  },
);

integrationTest(
  "one of two replays takes over, and each dead letter is replayed once",
  async (scene) => {
    const letters = await deadLetters(scene, 30);
    await using proxy = new KafkaProxy(scene.stack.brokers);
    const commit = proxy.hold(ofReplay(scene, apiKeys.endTxn, 2));
    const former = startReplay(scene, proxy.address);
    await commit.caught();
    const { code, stderr } = await startReplay(scene).ended;
    assertEquals(code, 0, stderr);
    commit.release();
    const fenced = await former.ended;
    assertEquals(fenced.code, 1);
    assertMatch(fenced.stderr, /another replay has taken over\n.*nothing is replayed twice/);
    assertEquals(await replaysIn(scene), [...letters].sort());
  },
);

// Why the ledger is read after the fence: B has made its plan, A's commit completes, B fences A.
integrationTest("a replay repeats nothing that a previous one commits late", async (scene) => {
  const letters = await deadLetters(scene, 30);
  await using slow = new KafkaProxy(scene.stack.brokers);
  await using late = new KafkaProxy(scene.stack.brokers);
  const commit = slow.hold(ofReplay(scene, apiKeys.endTxn, 2));
  const former = startReplay(scene, slow.address);
  await commit.caught();
  const fence = late.hold(ofReplay(scene, apiKeys.initProducerId));
  const successor = startReplay(scene, late.address);
  await fence.caught();
  commit.release();
  assertEquals((await former.ended).code, 0);
  fence.release();
  const { code, stdout, stderr } = await successor.ended;
  assertEquals(code, 0, stderr);
  assertEquals(await replaysIn(scene), [...letters].sort());
  assertMatch(stdout, /replayed 0 of 30/);
});
