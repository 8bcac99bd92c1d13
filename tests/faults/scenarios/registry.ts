import { assertEquals, assertLessOrEqual } from "@std/assert";
import { frame, json, login } from "../../support/logins.ts";
import { RegisteredSchemas } from "../../support/registered_schemas.ts";
import { until } from "../../support/until.ts";
import { assignmentsOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";
import { hang, knowsNothing, type RegistryFault, registryFaults } from "./registry_fault.ts";
import { askingProcessor, heldPartition, heldUpAlone, produceUnseen } from "./registry_held.ts";
import { lagging } from "./registry_lag.ts";
import { RegistryStandIn } from "./registry_stand_in.ts";

function scenario(name: string, run: (trial: Trial) => Promise<void>, isShort = false): Scenario {
  const options = { partitions: 3 };
  return { name, family: "registry", brokers: "shared", options, run, ...(isShort && { isShort }) };
}

function pausing([what, fault]: [string, RegistryFault]): Scenario {
  const name =
    `a registry that ${what} holds up the unseen id's partition alone, and loses nothing`;
  return scenario(name, async (trial) => {
    await using asking = await askingProcessor(trial.scene);
    asking.registry.fail(fault);
    await heldUpAlone(trial, asking, `a registry that ${what}`);
  }, what === "answers 500" || what.startsWith("takes the connection"));
}

async function refusing(trial: Trial): Promise<void> {
  await using asking = await askingProcessor(trial.scene);
  await asking.registry.refuse();
  await heldUpAlone(trial, asking, "a registry that is gone");
}

/** Known ids need no registry, even if it now answers that they do not exist. */
function cached(what: string, fault: RegistryFault | null): Scenario {
  return scenario(`known schema ids go on while the registry ${what}`, async ({ scene, hit }) => {
    await using asking = await askingProcessor(scene);
    await produceUnseen(scene);
    await scene.processed();
    if (fault === null) await asking.registry.refuse();
    else asking.registry.fail(fault);
    const before = asking.registry.requests;
    const flow = scene.generate(4_000, 500, { badRatio: 0 });
    await hit(`the registry ${what} in mid-stream`);
    await flow;
    await produceUnseen(scene);
    await scene.processed();
    assertEquals(asking.registry.requests, before, "nobody asked for what is known");
  });
}

function atStart(what: string, fault: RegistryFault | null): Scenario {
  const name = `a processor started while the registry ${what} waits for it, then takes all up`;
  return scenario(name, async ({ scene, hit }) => {
    await using registry = new RegistryStandIn(scene.stack.registryUrl);
    if (fault === null) await registry.refuse();
    else registry.fail(fault);
    await scene.generate(500);
    const env = { SCHEMA_REGISTRY_URL: registry.url, SCHEMA_REGISTRY_TIMEOUT_MS: "1000" };
    const processor = scene.start(env);
    await processor.logged(
      "waiting for the registry",
      ({ event, message }) =>
        event === "waiting" && message?.includes("the schema registry") === true,
    );
    await hit(`the registry ${what} at the start`);
    registry.mend();
    await processor.joined();
    await scene.processed();
    assertEquals(await processor.stop(), 0);
  });
}

async function slowAnswer({ scene, hit }: Trial): Promise<void> {
  await using asking = await askingProcessor(scene, 30_000);
  const { registry, processor } = asking;
  const memberships = assignmentsOf(processor);
  const answered = Promise.withResolvers<null>();
  registry.fail(() => answered.promise);
  const before = registry.requests;
  await produceUnseen(scene);
  await until("the registry is asked", () => registry.requests > before);
  await hit("an answer that takes longer than the session");
  await new Promise((resolve) => setTimeout(resolve, scene.config.sessionTimeoutMs * 2));
  answered.resolve(null);
  await scene.processed();
  assertEquals(assignmentsOf(processor), memberships, "the process kept its place in the group");
}

const distinctJunkIds = 500;

async function junkIds({ scene, hit }: Trial): Promise<void> {
  await using asking = await askingProcessor(scene);
  const before = asking.registry.requests;
  const flow = scene.generate(1_500, 300);
  for (let round = 0; round < 4; round++) {
    const junk = Array.from({ length: distinctJunkIds }, (_, i) => ({
      value: frame(0x7fff0000 + i, new Uint8Array(9)),
      partition: i % 3,
    }));
    await scene.produce(...junk);
  }
  await hit("a flood of schema ids that nobody registered");
  await flow;
  await scene.processed();
  // An id that is believed missing is looked up again after five seconds; the flood lasts that long.
  assertLessOrEqual(asking.registry.requests - before, 4 * distinctJunkIds);
}

async function foreignIds({ scene, hit }: Trial): Promise<void> {
  await using asking = await askingProcessor(scene);
  const schemas = new RegisteredSchemas(scene.stack.registryUrl);
  const foreign = { type: "record", name: "io.fetch.login.Other", fields: [] };
  const ids = [
    await schemas.add(`${scene.topics.input}-other`, foreign),
    await schemas.add(`${scene.topics.input}-text`, { type: "string" } as const),
  ];
  const before = asking.registry.requests;
  const flow = scene.generate(1_500, 500, { badRatio: 0 });
  const body = scene.avro(login).slice(5);
  const values = Array.from({ length: 300 }, (_, i) => frame(ids[i % ids.length]!, body));
  await scene.produce(...values.map((value, i) => ({ value, partition: i % 3 })));
  await hit("schema ids of other subjects");
  await flow;
  await scene.processed();
  assertEquals(asking.registry.requests - before, ids.length);
}

/** The next owner gets the batch that its predecessor could not finish. */
function endedWhilePaused(signal: "SIGKILL" | "SIGTERM"): Scenario {
  const name = `${signal} while a partition waits for the registry loses nothing of it`;
  return scenario(name, async ({ scene, hit, kill }) => {
    await using asking = await askingProcessor(scene);
    const { registry, processor } = asking;
    registry.fail(hang);
    await produceUnseen(scene);
    await scene.produce({ value: json(login), partition: heldPartition });
    await processor.logged("paused", ({ event }) => event === "paused");
    await hit(`${signal} of a process whose partition waits`);
    if (signal === "SIGKILL") await kill(processor);
    else assertEquals(await processor.stop(), 0);
    await scene.started();
    await scene.processed();
  });
}

/** Faults of a registry while a processor is at work. */
export const registry: readonly Scenario[] = [
  ...Object.entries(registryFaults).map(pausing),
  scenario(
    "a registry that refuses connections holds up the unseen id's partition alone",
    refusing,
  ),
  cached("is down", null),
  cached("says that it has no schema at all", knowsNothing),
  cached("never answers", hang),
  atStart("is down", null),
  atStart("never answers", hang),
  scenario("a registry that answers after two sessions' time costs nobody his place", slowAnswer),
  scenario("a flood of unknown schema ids costs the registry few requests for each", junkIds, true),
  scenario("schema ids of other subjects are dead letters, and nothing waits for them", foreignIds),
  endedWhilePaused("SIGKILL"),
  endedWhilePaused("SIGTERM"),
  ...lagging,
];
