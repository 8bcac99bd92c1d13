import { assertEquals } from "@std/assert";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene } from "../support/scene.ts";
import { inTime, until } from "../support/until.ts";
import type { Trial } from "./scenario.ts";

const goesOnTimeoutMs = 120_000;

/** A processor at work: both stages have committed, and logins keep arriving. */
export async function atWork(
  trial: Trial,
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessorProcess> {
  const processor = await trial.scene.started(env);
  trial.load();
  for (const stage of ["enrich", "count"]) {
    await processor.logged(
      `${stage} committed`,
      (line) => line.event === "committed" && line.stage === stage,
    );
  }
  return processor;
}

/** Waits until the enrich stage has committed this many more offsets. */
export async function goesOn(scene: Scene, offsets = 150): Promise<void> {
  await settled(scene);
  const start = await committed(scene) ?? 0;
  await until(
    `${offsets} more offsets are committed`,
    async () => (await committed(scene) ?? 0) >= start + offsets,
    goesOnTimeoutMs,
  );
  await settled(scene);
}

/**
 * Waits until Kafka can tell the offsets of both groups, which takes a while after brokers were down.
 */
export async function settled(scene: Scene): Promise<void> {
  await until("the groups' coordinators answer", async () => {
    try {
      await Promise.all([scene.lag("enrich"), scene.lag("count")]);
      return true;
    } catch {
      return false;
    }
  }, goesOnTimeoutMs);
}

/** Why a processor stopped, and its remedy; throws unless its exit code is 1. */
export async function stopOf(
  processor: ProcessorProcess,
): Promise<{ readonly reason: string; readonly action: string }> {
  const { code } = await inTime("the processor's end", processor.ended, 120_000);
  assertEquals(code, 1);
  const line = processor.lines.findLast(({ event }) => event === "failed");
  return { reason: line?.message ?? "", action: line?.action ?? "" };
}

/** Resolves after some milliseconds: the duration of a fault that does not end by itself. */
export async function lasting(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** How often a process was assigned partitions. */
export function assignmentsOf({ lines }: ProcessorProcess): number {
  return lines.filter(({ event }) => event === "assigned").length;
}

/** The sum of the enrich stage's offsets; null while its coordinator does not answer. */
async function committed({ admin, config, topics }: Scene): Promise<number | null> {
  const groupId = `${config.appId}-enrich`;
  try {
    const [group] = await admin.fetchOffsets({ groupId, topics: [topics.input] });
    return group!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  } catch {
    return null;
  }
}
