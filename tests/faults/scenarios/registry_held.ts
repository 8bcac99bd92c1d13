import { assertEquals } from "@std/assert";
import { groupIdOf } from "../../../src/names.ts";
import { json, login } from "../../support/logins.ts";
import { newerLogins } from "../../support/newer_logins.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { assignmentsOf } from "../at_work.ts";
import type { Trial } from "../scenario.ts";
import { RegistryStandIn } from "./registry_stand_in.ts";

/** The partition of the records that need the registry. */
export const heldPartition = 1;

/** A processor at work that uses a registry which a test can break. */
export interface AskingProcessor extends AsyncDisposable {
  readonly registry: RegistryStandIn;
  readonly processor: ProcessorProcess;
}

/** Starts it and lets it process something, so that it knows the schemas of a start. */
export async function askingProcessor(
  scene: Scene,
  timeoutMs = 2_000,
  notFoundSeconds = 0,
): Promise<AskingProcessor> {
  const registry = new RegistryStandIn(scene.stack.registryUrl);
  const processor = await scene.started({
    SCHEMA_REGISTRY_URL: registry.url,
    SCHEMA_REGISTRY_TIMEOUT_MS: String(timeoutMs),
    SCHEMA_NOT_FOUND_SECONDS: String(notFoundSeconds),
  });
  await scene.generate(300);
  await scene.processed();
  const dispose = async () => {
    await processor.stop(); // its registry ends with it
    await registry[Symbol.asyncDispose]();
  };
  return { registry, processor, [Symbol.asyncDispose]: dispose };
}

/** Sends logins of which every tenth has a new field, and so an id that no processor has seen. */
export async function produceUnseen(scene: Scene, field = "os_version"): Promise<void> {
  const newer = await newerLogins(scene, field);
  const values = Array.from(
    { length: 40 },
    (_, i) => i % 10 === 0 ? newer.frame({ ...login, locale: `N${i}` }) : json(login),
  );
  await scene.produce(...values.map((value) => ({ value, partition: heldPartition })));
}

/**
 * While the registry is broken, a new id pauses only its partition; the others continue, and the
 * process stays a member of its group. After the registry recovers, so does everything.
 */
export async function heldUpAlone(
  { scene, hit }: Trial,
  { registry, processor }: AskingProcessor,
  what: string,
): Promise<void> {
  await produceUnseen(scene);
  await processor.logged(
    "paused",
    (line) => line.event === "paused" && line.partition === heldPartition,
  );
  await scene.generate(400, 0, { badRatio: 0 });
  const memberships = assignmentsOf(processor);
  await until("only the paused partition is behind", async () => {
    const behind = await partitionsBehind(scene);
    return behind.length === 1 && behind[0] === heldPartition;
  });
  await processor.logged("resumed", (line) => line.event === "resumed");
  await hit(what);
  assertEquals(assignmentsOf(processor), memberships, "the process kept its place in the group");
  registry.mend();
  await scene.processed();
}

async function partitionsBehind({ admin, config, topics }: Scene): Promise<number[]> {
  const ends = await admin.fetchTopicOffsets(topics.input);
  const groupId = groupIdOf(config.appId, "enrich");
  const [group] = await admin.fetchOffsets({ groupId, topics: [topics.input] });
  const committed = new Map(group?.partitions.map((p) => [p.partition, Number(p.offset)]));
  return ends
    .filter(({ partition, high }) => Math.max(0, committed.get(partition) ?? 0) < Number(high))
    .map(({ partition }) => partition);
}
