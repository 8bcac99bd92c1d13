import { assertEquals } from "@std/assert";
import { ofStage } from "../../support/fault_proxy.ts";
import type { KafkaBroker } from "../../support/kafka_broker.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { kafkaTool } from "../../support/kafka_tool.ts";
import { denoTask } from "../../support/program.ts";
import { atWork, goesOn, lasting } from "../at_work.ts";
import { killBrokers } from "../kill_brokers.ts";
import type { Scenario, Trial } from "../scenario.ts";

const stallMs = 20_000;
const generated = { logins: 60_000, perSecond: 1_000 };

/** The roles of a broker, and how to find the one that has a role. */
const parts: Readonly<Record<string, (trial: Trial) => Promise<KafkaBroker>>> = {
  "leader of a partition": ({ cluster, scene }) => cluster.leaderOf(scene.topics.input, 0),
  "coordinator of a transaction": ({ cluster, scene: { config, topics } }) =>
    cluster.coordinatorOf("transaction", `${config.appId}-enrich-${topics.input}-0`),
  "coordinator of a group": ({ cluster, scene: { config } }) =>
    cluster.coordinatorOf("group", `${config.appId}-enrich`),
  "controller": ({ cluster }) => cluster.controller(),
  "follower of a partition": ({ cluster, scene }) => cluster.followerOf(scene.topics.input, 0),
};

/** Faults of a broker; each resolves when the broker is back. */
const faults: Readonly<
  Record<string, (broker: KafkaBroker, scene: Trial["scene"]) => Promise<void>>
> = {
  killed: async (broker, scene) => {
    await broker.kill();
    await goesOn(scene);
    await broker.start();
  },
  stopped: async (broker, scene) => {
    await broker.stop();
    await goesOn(scene);
    await broker.start();
  },
  stalled: async (broker) => {
    broker.stall();
    await lasting(stallMs);
    broker.resume();
  },
};

/** Faults in which one or more of three brokers go down: each holds a copy of everything. */
export const brokersThree: readonly Scenario[] = [
  ...Object.keys(parts).flatMap((part) => Object.keys(faults).map((fault) => lone(part, fault))),
  scenario("three brokers that are restarted in turn lose nothing", restartInTurn),
  scenario(
    "logins that are generated while three brokers are restarted in turn are sent once each",
    generateMeanwhile,
  ),
  scenario(
    "with two of three brokers down nothing is lost, and it goes on when they are back",
    loseTwo,
  ),
  scenario("all three brokers killed at once lose nothing", loseAll),
  scenario("leaders that move back while records are sent lose none", movingLeaders),
  scenario(
    "a transaction's coordinator that is killed between commit and answer repeats nothing",
    killAfterCommit,
  ),
];

function scenario(name: string, fault: Scenario["run"]): Scenario {
  const run = async (trial: Trial) => {
    await fault(trial);
    await trial.cluster.inSync(); // while leaders still move, the proof's requests get no answers
  };
  return { name, family: "brokers", brokers: "three of its own", run };
}

function lone(part: string, fault: string): Scenario {
  return scenario(`the ${part} is ${fault}, and nothing is lost or repeated`, async (trial) => {
    const { scene, cluster } = trial;
    await atWork(trial);
    await cluster.inSync();
    const broker = await parts[part]!(trial);
    await trial.hit(`broker ${broker.id}, ${part}, is ${fault}`);
    await faults[fault]!(broker, scene);
    await goesOn(scene);
  });
}

async function restartInTurn(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  await atWork(trial);
  for (const broker of cluster.brokers) {
    await cluster.inSync();
    await trial.hit(`broker ${broker.id} is restarted`);
    await broker.stop();
    await broker.start();
  }
  await goesOn(scene);
}

async function generateMeanwhile(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  await scene.started();
  await cluster.inSync();
  let isSending = true;
  const words = ["--count", `${generated.logins}`, "--rate", `${generated.perSecond}`];
  const sending = denoTask("generate", words, scene.env, scene.directory)
    .finally(() => isSending = false);
  sending.catch(() => {}); // rethrown where it is awaited
  while (isSending) {
    for (const broker of cluster.brokers) {
      await broker.stop();
      await broker.start();
      await cluster.inSync();
      if (isSending) await trial.hit(`broker ${broker.id} was restarted`);
    }
  }
  const { code, stderr } = await sending;
  assertEquals(code, 0, stderr);
  const ends = await scene.ends(scene.topics.input);
  assertEquals(ends.values().reduce((sum, end) => sum + end, 0), generated.logins, stderr);
}

async function loseTwo(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  await atWork(trial);
  await cluster.inSync();
  const [first, second] = cluster.brokers;
  await trial.hit("two of three brokers are killed");
  await killBrokers(trial, [first!, second!]);
  await lasting(stallMs);
  await Promise.all([first!.start(), second!.start()]);
  await goesOn(scene);
}

async function loseAll(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  await atWork(trial);
  await cluster.inSync();
  await trial.hit("all brokers are killed");
  await killBrokers(trial, cluster.brokers);
  await Promise.all(cluster.brokers.map((broker) => broker.start()));
  await goesOn(scene);
}

async function movingLeaders(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  await atWork(trial);
  await cluster.inSync();
  const [broker] = cluster.brokers;
  await broker!.stop();
  await broker!.start();
  await cluster.inSync();
  await trial.hit("leaders move back");
  const everywhere = ["--election-type", "preferred", "--all-topic-partitions"];
  await kafkaTool(scene, "kafka-leader-election", ...everywhere);
  await goesOn(scene);
}

async function killAfterCommit(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  const proxy = await trial.proxy();
  await atWork(trial, { KAFKA_BROKERS: proxy.address });
  await cluster.inSync();
  const ofEnrich = ofStage(scene, "enrich", apiKeys.endTxn);
  const commit = proxy.catch(ofEnrich, { moment: "after" });
  const { transactionalId } = await commit.caught();
  const broker = await cluster.coordinatorOf("transaction", transactionalId!);
  await trial.hit("a coordinator is killed between a commit and its answer");
  await broker.kill();
  commit.reset();
  await goesOn(scene);
  await broker.start();
}
