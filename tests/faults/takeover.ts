import { groupIdOf } from "../../src/names.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene } from "../support/scene.ts";

const pollMs = 25;
const timeoutMs = 60_000;

/** By topic and partition. */
type Offsets = ReadonlyMap<string, number>;

/**
 * Ends a process that holds partitions, and measures the time until another has committed in all of
 * them: every record that existed when the process ended. Logins have to keep arriving meanwhile.
 */
export async function takeoverMs(
  scene: Scene,
  signal: "SIGKILL" | "SIGTERM",
  from: ProcessorProcess,
): Promise<number> {
  const started = performance.now();
  from.kill(signal);
  await from.ended;
  return await caughtUpMs(scene, started);
}

/** Measures the time until everything that exists now is committed, in all partitions. */
export async function caughtUpMs(scene: Scene, started: number): Promise<number> {
  const ends = await endsOf(scene);
  while (true) {
    const committed = await committedIn(scene);
    const ms = performance.now() - started;
    if ([...ends].every(([at, end]) => (committed.get(at) ?? 0) >= end)) return Math.round(ms);
    if (ms > timeoutMs) throw new Error(`nobody has caught up within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function endsOf(scene: Scene): Promise<Offsets> {
  const { input, deltas } = scene.topics;
  const ends = await Promise.all([input, deltas].map(async (topic) => {
    return [...await scene.ends(topic)].map(([at, end]) => [`${topic}/${at}`, end] as const);
  }));
  return new Map(ends.flat());
}

async function committedIn({ admin, topics, config }: Scene): Promise<Offsets> {
  const inputs = [["enrich", topics.input], ["count", topics.deltas]] as const;
  const committed = await Promise.all(inputs.map(async ([stage, topic]) => {
    const groupId = groupIdOf(config.appId, stage);
    const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
    return group?.partitions.map(({ partition, offset }) =>
      [`${topic}/${partition}`, Number(offset)] as const
    ) ?? [];
  }));
  return new Map(committed.flat());
}
