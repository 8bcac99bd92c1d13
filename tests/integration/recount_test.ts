import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertCountsRight } from "../support/counted.ts";
import { deleteCounts, tearTransaction } from "../support/damage.ts";
import { failureOf } from "../support/ended_processor.ts";
import { integrationTest } from "../support/integration.ts";
import { apiKeys } from "../support/kafka_frames.ts";
import { KafkaProxy, ofStage } from "../support/kafka_proxy.ts";
import { denoTask, root } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";

const twoPartitions = { partitions: 2 };
const healthy = /The counts are correct; nothing to do/;

/** Counts logins, and stops the processor. */
async function count(scene: Scene, logins: number, env = {}): Promise<void> {
  const processor = await scene.started(env);
  await scene.generate(logins);
  await scene.processed();
  assertEquals(await processor.stop(), 0);
}

/** Runs recount, which must succeed, and returns its output. */
async function recount({ env }: Scene, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await denoTask("recount", args, env);
  assertEquals(code, 0, stderr);
  return stdout;
}

/** The lines of a plan with counts before and after. */
function tableIn(plan: string): string[] {
  const lines = plan.split("\n");
  const start = lines.findIndex((line) => line.startsWith("key"));
  return lines.slice(start, lines.indexOf("", start)).toSorted();
}

integrationTest("recount changes nothing in correct counts", async (scene) => {
  await count(scene, 2_000);
  for (const args of [[], ["--from", "output"], ["--yes"]]) {
    assertMatch(await recount(scene, args), healthy);
  }
  await count(scene, 500);
  await assertCountsRight(scene);
});

integrationTest("recount changes nothing in correct windows", async (scene) => {
  await count(scene, 2_000);
  assertMatch(await recount(scene, []), healthy);
  const { code, stderr } = await denoTask("recount", ["--from", "output"], scene.env);
  assertEquals(code, 2);
  assertMatch(stderr, /which logins were late: use --from input/);
  await deleteCounts(scene);
  await recount(scene, ["--yes"]);
  assertMatch(await recount(scene, []), healthy);
  await count(scene, 500);
  await assertCountsRight(scene);
}, { ...twoPartitions, env: { COUNT_WINDOWS: "PT1M,PT1H" } });

integrationTest(
  "recount does not report deltas that are not counted yet as damage",
  async (scene) => {
    await count(scene, 500);
    await using proxy = new KafkaProxy(scene.stack.brokers);
    const hold = proxy.hold(ofStage(scene, "count", apiKeys.endTxn));
    const processor = await scene.started({ KAFKA_BROKERS: proxy.address });
    await scene.generate(500);
    await hold.caught();
    await processor.murder();
    const refused = await denoTask("recount", ["--yes"], scene.env);
    assertEquals(refused.code, 1);
    assertMatch(refused.stderr, /has \d members/);
    await groupsToEmpty(scene);
    assertMatch(await recount(scene, ["--yes"]), healthy);
    hold.release();
    await count(scene, 100);
    await assertCountsRight(scene);
  },
  twoPartitions,
);

integrationTest(
  "recount ends the transaction of a killed process before it counts",
  async (scene) => {
    await count(scene, 500);
    await tearTransaction(scene);
    await using proxy = new KafkaProxy(scene.stack.brokers);
    const hold = proxy.hold(ofStage(scene, "enrich", apiKeys.endTxn));
    const processor = scene.start({ KAFKA_BROKERS: proxy.address });
    await scene.generate(500);
    await hold.caught();
    await processor.murder();
    await groupsToEmpty(scene);
    assertMatch(await recount(scene, ["--yes"]), /^Done/m);
    hold.release(); // too late to commit uncounted logins
    await count(scene, 100);
    await assertCountsRight(scene);
  },
  { ...twoPartitions, env: { TRANSACTION_TIMEOUT_MS: "120000" } },
);

integrationTest("recount refuses to run beside a processor", async (scene) => {
  const processor = await scene.started();
  for (const args of [[], ["--yes"]]) {
    const { code, stderr } = await denoTask("recount", args, scene.env);
    assertEquals(code, 1);
    assertMatch(stderr, /Cannot recount: group login-pipeline-\w+-enrich has 1 members/);
    assertMatch(stderr, /What to do: stop all processors/);
  }
  assertEquals(await processor.stop(), 0);
});

integrationTest(
  "a recount plan writes nothing, and both sources give the same plan",
  async (scene) => {
    await count(scene, 2_000);
    await deleteCounts(scene);
    const ends = await scene.admin.fetchTopicOffsets(scene.topics.counts);
    const fromInput = await recount(scene, []);
    const fromOutput = await recount(scene, ["--from", "output"]);
    assertEquals(await scene.admin.fetchTopicOffsets(scene.topics.counts), ends);
    assertMatch(fromInput, /they give \d+ counts of \d+ logins/);
    assertMatch(fromInput, /emptied, or deleted and recreated/);
    assertMatch(fromInput, /Nothing was written; add --yes to write/);
    assert(tableIn(fromInput).length > 5);
    assertEquals(tableIn(fromOutput), tableIn(fromInput));
    await recount(scene, ["--yes", "--from", "output"]);
    assertMatch(await recount(scene, ["--from", "input"]), healthy);
    await count(scene, 500);
    await assertCountsRight(scene);
  },
  twoPartitions,
);

integrationTest(
  "recount names the missing records if the input lost its beginning",
  async (scene) => {
    await count(scene, 500);
    const { topics: { input: topic }, admin } = scene;
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "7" }] });
    await tearTransaction(scene);
    const { code, stderr } = await denoTask("recount", ["--yes"], scene.env);
    assertEquals(code, 1);
    assertMatch(stderr, /7 of the records that were processed are no longer in the log/);
    assertMatch(stderr, /What to do: run: deno task recount --from output/);
    await recount(scene, ["--from", "output", "--yes"]);
    await count(scene, 100);
    await assertCountsRight(scene);
  },
  twoPartitions,
);

integrationTest("a second recount completes one that was killed", async (scene) => {
  await count(scene, 1_000);
  await deleteCounts(scene);
  await using proxy = new KafkaProxy(scene.stack.brokers);
  let commits = 0;
  const isCommit = ofStage(scene, "count", apiKeys.endTxn);
  const hold = proxy.hold((request) => isCommit(request) && ++commits === 2);
  const child = recountProcess({ ...scene.env, KAFKA_BROKERS: proxy.address });
  await hold.caught();
  child.kill("SIGKILL");
  await child.status;
  const rest = await recount(scene, ["--yes"]);
  assertEquals(rest.match(/^one transaction: /gm)?.length, 1);
  hold.release(); // the rest of the killed recount
  assertMatch(await recount(scene, []), healthy);
  await count(scene, 500);
  await assertCountsRight(scene);
}, twoPartitions);

integrationTest("recount with a higher cap counts locales by name again", async (scene) => {
  const processor = await scene.started({ MAX_LOCALES: "2" });
  await scene.generate(2_000);
  await scene.processed();
  const warning = await processor.logged("the cap", ({ event }) => event === "overflowed");
  assertMatch(warning.action!, /raise it, stop all processors, and run: deno task settings --yes/);
  assertEquals(await processor.stop(), 0);
  const changed = await denoTask("settings", ["--yes"], scene.env);
  assertEquals(changed.code, 0, changed.stderr);
  const plan = await recount(scene, ["--yes"]);
  assertMatch(plan, /^~other-0 +\d+ +-$/m);
  await count(scene, 500);
  const sums = await assertCountsRight(scene, (key) => !key.startsWith("~other-"));
  assert(Object.keys(sums).length > 4);
}, twoPartitions);

integrationTest("recount moves counts that were repartitioned", async (scene) => {
  await count(scene, 1_000);
  await scene.addPartitions(4, scene.topics.deltas, scene.topics.counts);
  const { reason, action } = await failureOf(scene.start());
  assertMatch(reason, /kept in 2 partitions, and there are 4 now/);
  assertMatch(action, /deno task recount/);
  await recount(scene, ["--yes"]);
  await count(scene, 500);
  await assertCountsRight(scene);
}, twoPartitions);

/** Waits until the groups have removed a killed member. */
async function groupsToEmpty({ admin, config }: Scene): Promise<void> {
  await until("the groups are empty", async () => {
    const groupIds = ["enrich", "count"].map((stage) => `${config.appId}-${stage}`);
    const { groups } = await admin.describeGroups(groupIds);
    return groups.every(({ members }) => members.length === 0);
  });
}

function recountProcess(env: Readonly<Record<string, string>>): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-P=client", "src/commands/recount.ts", "--yes"],
    cwd: root,
    env: { ...env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}
