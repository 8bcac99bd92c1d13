import { assertEquals } from "@std/assert";
import { frame, json, login } from "../../support/logins.ts";
import type { Scenario, Trial } from "../scenario.ts";
import { askingProcessor, heldPartition } from "./registry_held.ts";

const options = { partitions: 3 };

function scenario(name: string, run: (trial: Trial) => Promise<void>): Scenario {
  return { name, family: "registry", brokers: "shared", options, run };
}

/** Each batch has an id of its own: waits one after the other would take three minutes. */
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

/** A registry of which not every replica knows everything yet. */
export const lagging: readonly Scenario[] = [
  scenario(
    "ids of junk that are always new hold a partition up no longer than one of them",
    everNewJunk,
  ),
];
