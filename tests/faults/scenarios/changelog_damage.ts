import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { type Damage, damages, truncatedTable } from "../../support/damages.ts";
import { type Moment, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { denoTask, root } from "../../support/program.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** A table that contradicts the committed offset stops the process, and recount repairs it. */
export const damagedTables: readonly Scenario[] = [
  ...damages.map((damage): Scenario => ({
    ...scenario(`${damage.what} stops the process, and recount mends it`, async (trial) => {
      await damaged(trial, damage);
      await recounted(trial.scene);
      await trial.scene.started();
      await trial.scene.processed();
    }),
    ...(damage === truncatedTable && { isShort: true }),
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

/** Ends with damaged counts, a process that stopped for them, and uncounted logins. */
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

/** Rebuilds the counts after the groups are empty. */
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
  await damaged(trial, truncatedTable);
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
