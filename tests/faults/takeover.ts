import { groupIdOf } from "../../src/names.ts";
import type { StageName } from "../../src/pipeline/stage.ts";
import { json, login } from "../support/logins.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene } from "../support/scene.ts";

/** So many that each partition of the deltas gets some. */
const locales = Array.from({ length: 24 }, (_, at) => `T${at}`);
const pollMs = 25;
const timeoutMs = 60_000;

/**
 * Ends a process that holds partitions, and measures the time until others have committed logins that
 * were sent after its end, in all of them. Earlier ones may all be committed: there are never many.
 */
export async function takeoverMs(
  scene: Scene,
  signal: "SIGKILL" | "SIGTERM",
  from: ProcessorProcess,
): Promise<number> {
  const partitions = [...(await scene.ends(scene.topics.input)).keys()];
  const started = performance.now();
  from.kill(signal);
  await from.ended;
  await scene.produce(...locales.map((locale, at) => ({
    partition: partitions[at % partitions.length]!,
    value: json({ ...login, locale }),
  })));
  return await caughtUpMs(scene, started);
}

/** Measures the time until all logins that exist now are committed and counted. */
export async function caughtUpMs(scene: Scene, started: number): Promise<number> {
  for (const stage of ["enrich", "count"] as const) {
    const ends = await scene.ends(inputOf(scene, stage));
    while (!await hasReached(scene, stage, ends)) {
      const ms = performance.now() - started;
      if (ms > timeoutMs) throw new Error(`nobody has caught up within ${timeoutMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
  return Math.round(performance.now() - started);
}

async function hasReached(
  scene: Scene,
  stage: StageName,
  ends: ReadonlyMap<number, number>,
): Promise<boolean> {
  const groupId = groupIdOf(scene.config.appId, stage);
  const topics = [inputOf(scene, stage)];
  const [group] = await scene.admin.fetchOffsets({ groupId, topics });
  const committed = group?.partitions.map((each) => [each.partition, Number(each.offset)] as const);
  const offsets = new Map(committed);
  return [...ends].every(([partition, end]) => (offsets.get(partition) ?? 0) >= end);
}

function inputOf({ topics }: Scene, stage: StageName): string {
  return stage === "enrich" ? topics.input : topics.deltas;
}
