import { assertEquals } from "@std/assert";
import { frame, json, login } from "../../support/logins.ts";
import type { Scenario, Trial } from "../scenario.ts";
import { knowsNothing } from "./registry_fault.ts";
import { askingProcessor, heldPartition, heldUpAlone, produceUnseen } from "./registry_held.ts";

const options = { partitions: 3 };
const notFoundSeconds = 20;

function scenario(name: string, run: (trial: Trial) => Promise<void>): Scenario {
  return { name, family: "registry", brokers: "shared", options, run };
}

async function oneReplica(trial: Trial): Promise<void> {
  await using asking = await askingProcessor(trial.scene, 2_000, notFoundSeconds);
  asking.registry.fail(knowsNothing);
  await heldUpAlone(trial, asking, "a replica that has not heard of a schema yet");
}

async function twoReplicas({ scene, hit }: Trial): Promise<void> {
  await using asking = await askingProcessor(scene, 2_000, notFoundSeconds);
  for (let round = 0; round < 3; round++) {
    let turn = 0; // the replica that lags is asked first, so that the record waits
    const { promise: isHit, resolve } = Promise.withResolvers<null>();
    asking.registry.fail(() => turn++ % 2 === 0 ? knowsNothing() : isHit);
    await produceUnseen(scene, `field_${round}`);
    await hit("replicas that answer in turn, of which one lags");
    resolve(null);
    await scene.processed();
  }
}

/** Each batch has its own id: consecutive waits would take three minutes. */
async function everNewJunk({ scene, hit }: Trial): Promise<void> {
  const seconds = 6;
  await using asking = await askingProcessor(scene, 2_000, seconds);
  for (let round = 0; round < 30; round++) {
    const junk = frame(0x7f000000 + round, new Uint8Array(9));
    const values = [json(login), junk, json(login)];
    await scene.produce(...values.map((value) => ({ value, partition: heldPartition })));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await hit("a new id of junk twice a second");
  await scene.processed(60_000);
  const paused = asking.processor.lines.filter(({ event }) => event === "paused");
  assertEquals(paused.every(({ partition }) => partition === heldPartition), true);
}

/** A registry with a replica that does not know everything yet. */
export const lagging: readonly Scenario[] = [
  scenario(
    "a replica that lags holds up the unseen id's partition alone, and loses nothing",
    oneReplica,
  ),
  scenario("of two replicas that answer in turn the one that lags costs no record", twoReplicas),
  scenario(
    "ids of junk that are always new hold a partition up no longer than one of them",
    everNewJunk,
  ),
];
