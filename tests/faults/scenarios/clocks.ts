import { produceDated, takeAnyTime } from "../../support/any_time.ts";
import { json, login } from "../../support/logins.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import { configureTopic } from "../../support/topic_config.ts";
import { clockWith } from "../../support/wrong_clock.ts";
import { assignmentsOf, atWork, goesOn, lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const hourMs = 3_600_000;
const sessionsMs = 20_000;

/** Wrong clocks: the processor's, and those of the apps that wrote the logins. */
export const clocks: readonly Scenario[] = [
  jumping("a clock that jumps an hour forward changes no result", hourMs),
  {
    ...jumping("a clock that jumps an hour back changes no result and stops no heartbeat", -hourMs),
    isShort: true,
  },
  jumping("a clock that jumps to and fro changes no result", hourMs, 0, -hourMs, 0),
  wrong("a clock that is an hour ahead from the start changes no result", hourMs),
  wrong("a clock that is an hour behind from the start changes no result", -hourMs),
  stamped("logins that Kafka dates almost an hour ahead are counted", hourMs - 120_000),
  stamped("logins that Kafka dates an hour behind are counted", -hourMs),
  scenario("logins dated further ahead than our topics take stop no partition", datedAhead),
  scenario("logins of any timestamp leave no partition behind", datedAnyhow),
  wrong("a clock that is three hours ahead from the start changes no result", 3 * hourMs),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "clocks", brokers: "shared", run };
}

function jumping(name: string, ...offsetsMs: readonly number[]): Scenario {
  return scenario(name, async (trial) => {
    await using clock = await clockWith(0, offsetsMs);
    const processor = await atWork(trial, clock.env);
    const memberships = assignmentsOf(processor);
    for (const offsetMs of offsetsMs) {
      processor.kill("SIGCONT");
      await trial.hit(`the clock is ${offsetMs / hourMs} h ahead`);
      await keepsMembership(trial.scene, processor, memberships);
    }
  });
}

function wrong(name: string, offsetMs: number): Scenario {
  return scenario(name, async (trial) => {
    await takeUsualTimes(trial.scene);
    await using clock = await clockWith(offsetMs);
    const processor = await atWork(trial, clock.env);
    await trial.hit(name);
    await keepsMembership(trial.scene, processor, assignmentsOf(processor));
  });
}

/** A member that sends no heartbeats has left its group after a few sessions, or has joined again. */
async function keepsMembership(
  scene: Scene,
  processor: ProcessorProcess,
  memberships: number,
): Promise<void> {
  await lasting(sessionsMs);
  if (assignmentsOf(processor) !== memberships) throw new Error("a stage has lost its member");
  const groupIds = ["enrich", "count"].map((stage) => `${scene.config.appId}-${stage}`);
  const { groups } = await scene.admin.describeGroups(groupIds);
  for (const { groupId, members } of groups) {
    if (members.length === 0) throw new Error(`${groupId} has lost its member`);
  }
  if (processor.hasEnded) throw new Error("the processor has ended");
  await goesOn(scene);
}

function stamped(name: string, offsetMs: number): Scenario {
  return scenario(name, async (trial) => {
    const { scene } = trial;
    await atWork(trial);
    const timestampMs = Date.now() + offsetMs;
    await scene.produce(...Array.from({ length: 50 }, () => ({ value: json(login), timestampMs })));
    await trial.hit(name);
    await goesOn(scene);
  });
}

async function datedAhead(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  await takeAnyTime(scene, scene.topics.input);
  await produceDated(scene, { value: json(login), timestampMs: Date.now() + 2 * hourMs });
  await trial.hit("a login is dated two hours ahead");
  await refused(processor);
  await goesOn(scene);
}

async function datedAnyhow(trial: Trial): Promise<void> {
  const { scene } = trial;
  await takeUsualTimes(scene);
  const processor = await atWork(trial);
  await takeAnyTime(scene, scene.topics.input);
  const times = [-(2n ** 63n), 2n ** 63n - 1n, 1_720_576_825_000_000_001n, -2, -1, 0];
  const values = times.flatMap((timestampMs) => [
    { value: json(login), timestampMs },
    { value: json({}), timestampMs },
  ]);
  await produceDated(scene, ...values);
  await trial.hit("logins have any timestamp");
  await refused(processor);
  await goesOn(scene);
}

/** Topics that others created reject by default what is more than an hour ahead. */
async function takeUsualTimes(scene: Scene): Promise<void> {
  const { deadLetters, deltas, counts } = scene.topics;
  for (const topic of [deadLetters, deltas, counts]) await configureTopic(scene, topic, {});
}

async function refused(processor: ProcessorProcess): Promise<void> {
  await processor.logged(
    "a login is refused for its time",
    ({ event, reason }) => event === "recovering" && /INVALID_TIMESTAMP/.test(reason ?? ""),
  );
}
