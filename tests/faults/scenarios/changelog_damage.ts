import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  alterCounts,
  corruptCounts,
  deleteCounts,
  resetOffsets,
  tearTransaction,
  truncateCounts,
} from "../../support/damage.ts";
import { type Moment, ofStage } from "../../support/fault_proxy.ts";
import { readWithJavaToEnd } from "../../support/java_topic.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { frame } from "../../support/logins.ts";
import { denoTask, root } from "../../support/program.ts";
import { parseFrame, RegisteredSchemas } from "../../support/registered_schemas.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** Something that is done to the table of counts or to the position beside it. */
interface Damage {
  readonly what: string;
  readonly inflict: (scene: Scene) => Promise<void>;
  readonly reason: RegExp;
}

const truncated: Damage = {
  what: "a table of counts that lost its beginning",
  inflict: truncateCounts,
  reason: /the committed offset was left with/,
};

const damages: readonly Damage[] = [
  truncated,
  {
    what: "a table of counts with records of somebody else",
    inflict: corruptCounts,
    reason: /was not written by this pipeline/,
  },
  {
    what: "a table with a count that was altered",
    inflict: alterCounts,
    reason: /lost, altered or added by another program/,
  },
  {
    what: "a table with a date that was altered, and all sums right,",
    inflict: redateCount,
    reason: /lost, altered or added by another program/,
  },
  {
    what: "a table of counts that was deleted and made again",
    inflict: deleteCounts,
    reason: /emptied, or deleted and recreated/,
  },
  {
    what: "a position of the counts that was set to the start",
    inflict: (scene) => resetOffsets(scene, "--to-earliest"),
    reason: /set by a tool/,
  },
  {
    what: "a position of the counts that was set to the end",
    inflict: (scene) => resetOffsets(scene, "--to-latest"),
    reason: /set by a tool/,
  },
  {
    what: "a transaction of the counts that was torn by hand",
    inflict: tearTransaction,
    reason: /the table is ahead/,
  },
];

/** Double entry: what contradicts the position stops the process, and recount mends it. */
export const damagedTables: readonly Scenario[] = [
  ...damages.map((damage): Scenario => ({
    ...scenario(`${damage.what} stops the process, and recount mends it`, async (trial) => {
      await damaged(trial, damage);
      await recounted(trial.scene);
      await trial.scene.started();
      await trial.scene.processed();
    }),
    ...(damage === truncated && { isShort: true }),
  })),
  scenario(
    "a recount killed before it commits is done by the next one",
    (trial) => killRecount(trial, "before"),
  ),
  scenario(
    "a recount killed when it has committed is gone on with by the next one",
    (trial) => killRecount(trial, "after"),
  ),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "changelog", brokers: "shared", options: { partitions: 2 }, run };
}

/** Ends with damaged counts, a process that stopped for them, and logins that it did not count. */
async function damaged(trial: Trial, { what, inflict, reason }: Damage): Promise<void> {
  const { scene } = trial;
  const former = await scene.started();
  for (let round = 0; round < 3; round++) {
    await scene.generate(300);
    await scene.processed();
  }
  assertEquals(await former.stop(), 0);
  await inflict(scene);
  await scene.generate(300);
  await trial.hit(what);
  const stop = await stopOf(scene.start());
  assertMatch(stop.reason, reason);
  assertMatch(stop.action, /deno task recount/);
}

/** Puts a count in the place of the last one that differs from it in the last login alone. */
async function redateCount(scene: Scene): Promise<void> {
  const { topics: { counts: topic }, stack, producer } = scene;
  const schemas = new RegisteredSchemas(stack.registryUrl);
  const records = await readWithJavaToEnd(scene, topic);
  const { key, value, partition } = records.findLast(({ value }) => value !== null)!;
  const { id } = parseFrame(value!);
  const { fields } = await schemas.read(value!);
  const redated = { ...fields, last_login: Number(fields["last_login"]) + 1 };
  const body = (await schemas.typeOf(id))!.toBuffer(redated);
  const message = { partition, key: Buffer.from(key!), value: Buffer.from(frame(id, body)) };
  await producer.send({ topic, messages: [message], acks: -1 });
}

/** Rebuilds the counts, once no member is left in the groups. */
export async function recounted(scene: Scene): Promise<void> {
  await noMemberLeft(scene);
  const { code, stderr } = await denoTask("recount", ["--yes"], scene.env);
  assertEquals(code, 0, stderr);
}

async function noMemberLeft({ admin, config }: Scene): Promise<void> {
  const groupIds = ["enrich", "count"].map((stage) => `${config.appId}-${stage}`);
  await until("the groups have no members", async () => {
    const { groups } = await admin.describeGroups(groupIds);
    return groups.every(({ members }) => members.length === 0);
  });
}

async function killRecount(trial: Trial, moment: Moment): Promise<void> {
  const { scene } = trial;
  await damaged(trial, truncated);
  await noMemberLeft(scene);
  const proxy = await trial.proxy();
  const commit = proxy.catch(ofStage(scene, "count", apiKeys.endTxn), { moment });
  const recount = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-P=client", "src/commands/recount.ts", "--yes"],
    cwd: root,
    env: { ...scene.env, KAFKA_BROKERS: proxy.address },
    ...{ stdin: "null", stdout: "null", stderr: "null" },
  }).spawn();
  await commit.caught();
  recount.kill("SIGKILL");
  assertNotEquals((await recount.status).code, 0);
  commit.release();
  await recounted(scene);
  await scene.started();
  await scene.processed();
}
