import { projectPath } from "../../src/stack/project_path.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { inTime } from "../support/until.ts";
import { type Ground, ownGround } from "./ground.ts";
import { type Proof, proveAll } from "./proof.ts";
import { RunningTrial } from "./running_trial.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioResult } from "./scenario_result.ts";

/** The settings that all scenarios of a run share. */
export interface RunSettings {
  readonly seed: number;
  /** How long a process is stalled, so that others take it for dead. */
  readonly stallMs: number;
}

const usualPartitions = 3;
const runTimeoutMs = 300_000;

/** Runs one scenario with its proof; a failure is in the result, never thrown. */
export async function runScenario(
  scenario: Scenario,
  shared: Ground,
  settings: RunSettings,
): Promise<ScenarioResult> {
  const started = performance.now();
  const result = await runOnGround(scenario, shared, settings).catch(failed);
  const { name, family } = scenario;
  return { name, family, ...result, seconds: Math.round((performance.now() - started) / 100) / 10 };
}

type Findings = Omit<ScenarioResult, "name" | "family" | "seconds">;

async function runOnGround(
  scenario: Scenario,
  shared: Ground,
  settings: RunSettings,
): Promise<Findings> {
  if (scenario.brokers === "shared") return await runInScene(scenario, shared, settings);
  await using ground = await ownGround(shared.stack, scenario);
  return await runInScene(scenario, ground, settings);
}

async function runInScene(
  scenario: Scenario,
  { stack, reader, cluster }: Ground,
  { seed, stallMs }: RunSettings,
): Promise<Findings> {
  const replicas = cluster?.brokers.length ?? 1;
  const options = { partitions: usualPartitions, ...scenario.options, replicas };
  await using scene = await openScene(stack, options);
  const topics = [scene.topics.input, scene.topics.output, scene.topics.deadLetters];
  for (const topic of topics) await reader.follow(topic);
  await using trial = new RunningTrial(scene, {
    ...{ seed: seed ^ hashOf(scenario.name), stallMs, cluster },
  });
  let proof: Proof = { records: 0, notChecked: [] };
  let failure: string | null = null;
  try {
    await inTime("the end of the scenario", scenario.run(trial), runTimeoutMs);
    await trial.settle();
    if (trial.hits.length === 0) throw new Error("no fault hit");
    if (!scenario.endsStopped) proof = await proveAll(scene, reader, scenario);
  } catch (error) {
    failure = `${failed(error).failure}\n${scene.logTails()}`;
  }
  for (const topic of topics) await reader.forget(topic);
  const findings = { failure, ...proof, ...countsOf(trial) };
  if (failure === null) await removeTopics(scene);
  else await keepLogs(scene, scenario);
  return findings;
}

function countsOf(trial: RunningTrial) {
  const { hits, takeovers, resets } = trial;
  const kills = trial.signals("SIGKILL");
  return { hits, takeovers, resets, kills, stalls: trial.signals("SIGSTOP") };
}

/** Unused topics would slow down the brokers for all later scenarios. */
async function removeTopics(scene: Scene): Promise<void> {
  await Promise.all(scene.processors.map((processor) => processor.murder()));
  await scene.admin.deleteTopics({ topics: Object.values(scene.topics) }).catch(() => {});
}

/** The logs of all processors, for the analysis of a failure. */
async function keepLogs({ processors }: Scene, { name }: Scenario): Promise<void> {
  const directory = projectPath(`.stack/faults/${name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`);
  await Deno.mkdir(directory, { recursive: true });
  await Promise.all(processors.map(async ({ lines }, index) => {
    const text = lines.map((line) => JSON.stringify(line)).join("\n");
    await Deno.writeTextFile(`${directory}/processor-${index + 1}.log`, `${text}\n`);
  }));
}

function failed(error: unknown): Findings {
  const failure = error instanceof Error
    ? `${error.stack}${error.cause instanceof Error ? `\nbecause: ${error.cause.message}` : ""}`
    : String(error);
  const counts = { records: 0, kills: 0, stalls: 0, resets: 0 };
  return { failure, hits: [], notChecked: [], takeovers: [], ...counts };
}

/** FNV-1a, 32 bits: scenarios of one seed get different random numbers. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
