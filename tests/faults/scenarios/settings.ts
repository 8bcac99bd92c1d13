import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { type Moment, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import { denoTask, root } from "../../support/program.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

type Environment = Readonly<Record<string, string>>;

// Decides the fates of records, and nothing about counts, so only one stage can notice.
const others: Environment = { MAX_VALUE_BYTES: "900000" };

/** Settings that decide results: processes that differ, and changes that are interrupted. */
export const settings: readonly Scenario[] = [
  scenario("a process with other settings does not go on where another has stopped", goOnOtherwise),
  scenario("of two processes whose settings differ on a new pipeline one stops", startTogether),
  scenario(
    "a change of settings killed before it commits is done by the next one",
    (trial) => killChange(trial, "before"),
  ),
  scenario(
    "a change of settings killed when it has committed is gone on with by the next one",
    (trial) => killChange(trial, "after"),
  ),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "settings", brokers: "shared", options: { partitions: 2 }, run };
}

async function goOnOtherwise(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  assertEquals(await processor.stop(), 0);
  await trial.hit("another process starts with other settings");
  const { reason, action } = await stopOf(scene.start(others));
  assertMatch(reason, /MAX_VALUE_BYTES is "900000" here/);
  assertMatch(action, /deno task settings/);
  await scene.started();
  await goesOn(scene);
}

/** Both have looked, and found nothing, when either commits. */
async function startTogether(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxies = [await trial.proxy(), await trial.proxy()];
  const processors = proxies.map(({ address }, index) =>
    scene.start({ KAFKA_BROKERS: address, ...(index === 0 ? {} : others) })
  );
  await until("each has a partition", () => processors.every((each) => partitionsOf(each) === 1));
  const match = ofStage(scene, "enrich", apiKeys.endTxn);
  const commits = proxies.map((proxy) => proxy.catch(match, { moment: "before" }));
  trial.load();
  await Promise.all(commits.map((commit) => commit.caught()));
  await trial.hit("both commit for the first time");
  for (const commit of commits) commit.release();
  const { reason } = await Promise.race(processors.map(stopOf));
  assertMatch(reason, /MAX_VALUE_BYTES is "\d+" here, but the pipeline has run with/);
  await Promise.all(processors.map((processor) => processor.murder()));
  await changed(scene, {});
  await scene.started();
  await goesOn(scene);
}

async function killChange(trial: Trial, moment: Moment): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  assertEquals(await processor.stop(), 0);
  const proxy = await trial.proxy();
  const commit = proxy.catch(ofStage(scene, "enrich", apiKeys.endTxn), { moment });
  const change = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-P=client", "src/commands/settings.ts", "--yes"],
    cwd: root,
    env: { ...scene.env, ...others, KAFKA_BROKERS: proxy.address },
    ...{ stdin: "null", stdout: "null", stderr: "null" },
  }).spawn();
  await commit.caught();
  await trial.hit("the change of settings is killed");
  change.kill("SIGKILL");
  assertNotEquals((await change.status).code, 0);
  commit.release();
  await changed(scene, others);
  await stopOf(scene.start());
  await changed(scene, {}); // later processes use the usual settings
  await scene.started();
  await goesOn(scene);
}

/** Changes the settings after the groups are empty. */
async function changed(scene: Scene, env: Environment): Promise<void> {
  await until("the settings are changed", async () => {
    const { code, stderr } = await denoTask("settings", ["--yes"], { ...scene.env, ...env });
    if (code !== 0 && !/has \d+ members/.test(stderr)) throw new Error(stderr);
    return code === 0;
  });
}

function partitionsOf({ lines }: ProcessorProcess): number {
  const last = lines.findLast(({ event, stage }) => event === "assigned" && stage === "enrich");
  return (last?.["partitions"] as readonly number[] | undefined)?.length ?? 0;
}
