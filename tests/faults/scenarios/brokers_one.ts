import { assertEquals } from "@std/assert";
import { fetchOf, type Moment, ofStage } from "../../support/fault_proxy.ts";
import type { KafkaBroker } from "../../support/kafka_broker.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { SmallDisk } from "../../support/small_disk.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, lasting, settled } from "../at_work.ts";
import { killBrokers } from "../kill_brokers.ts";
import type { Scenario, Trial } from "../scenario.ts";

const stallMs = 20_000;
const diskMegabytes = 64;

/** Faults in which the only broker goes down and comes back with its data. */
export const brokersOne: readonly Scenario[] = [
  scenario("a broker that is killed while nothing is to be done is found again", killIdle),
  scenario("a broker that is killed under load loses nothing", killUnderLoad),
  {
    ...scenario(
      "a broker that is killed before it commits leaves nothing of the transaction",
      (trial) => killAtCommit(trial, "before"),
    ),
    isShort: true,
  },
  scenario(
    "a broker that is killed once it has committed repeats nothing",
    (trial) => killAtCommit(trial, "after"),
  ),
  scenario("a broker that is killed during a restore leaves the counts right", killDuringRestore),
  scenario("a broker that is killed while it fences loses nothing", killDuringFence),
  scenario("a broker that is killed twice in a row loses nothing", killTwice),
  scenario("a broker that is stopped in order and started again loses nothing", stopAndStart),
  scenario("a broker that is stalled for longer than the session timeout loses nothing", stall),
  scenario("a processor that is started before its broker waits for it", startBefore),
  scenario(
    "a processor that is asked to end while the broker is down leaves nothing half done",
    endWithout,
  ),
  scenario(
    "a broker whose disk is full loses nothing that was committed",
    (trial) => SmallDisk.isAllowed() ? fillDisk(trial) : denyGrowth(trial),
  ),
  scenario("a broker whose files may not grow loses nothing that was committed", denyGrowth),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "brokers", brokers: "one of its own", run };
}

function only({ cluster }: Trial): KafkaBroker {
  return cluster.brokers[0]!;
}

async function killIdle(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await scene.started();
  await scene.generate(300);
  await scene.processed();
  await killBrokers(trial, [only(trial)]);
  await only(trial).start();
  processor.kill("SIGSTOP"); // or it might have done everything before the hit is noted
  trial.load();
  await settled(scene);
  await trial.hit("the broker was killed and is back");
  processor.kill("SIGCONT");
  await goesOn(scene);
}

async function killUnderLoad(trial: Trial): Promise<void> {
  await atWork(trial);
  await trial.hit("the broker is killed");
  await killBrokers(trial, [only(trial)]);
  await only(trial).start();
  await goesOn(trial.scene);
}

async function killAtCommit(trial: Trial, moment: Moment): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  await atWork(trial, { KAFKA_BROKERS: proxy.address });
  const commit = proxy.catch(ofStage(scene, "enrich", apiKeys.endTxn), { moment });
  await commit.caught();
  await trial.hit(`the broker is killed ${moment} a commit`);
  await killBrokers(trial, [only(trial)]);
  commit.reset();
  await only(trial).start();
  await goesOn(scene);
}

async function killDuringRestore(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await trial.kill(former);
  const proxy = await trial.proxy();
  const fetches = proxy.catch(fetchOf(scene.topics.counts), { moment: "before" });
  scene.start({ KAFKA_BROKERS: proxy.address });
  await fetches.caught();
  await trial.hit("the broker is killed during a restore");
  await killBrokers(trial, [only(trial)]);
  fetches.reset();
  await only(trial).start();
  await goesOn(scene);
}

async function killDuringFence(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await trial.kill(former);
  const proxy = await trial.proxy();
  const fence = proxy.catch(ofStage(scene, "count", apiKeys.initProducerId), { moment: "after" });
  scene.start({ KAFKA_BROKERS: proxy.address });
  await fence.caught();
  await trial.hit("the broker is killed when it has fenced");
  await killBrokers(trial, [only(trial)]);
  fence.reset();
  await only(trial).start();
  await goesOn(scene);
}

async function killTwice(trial: Trial): Promise<void> {
  await atWork(trial);
  for (const time of ["first", "second"]) {
    await settled(trial.scene);
    await trial.hit(`the broker is killed for the ${time} time`);
    await killBrokers(trial, [only(trial)]);
    await only(trial).start();
  }
  await goesOn(trial.scene);
}

async function stopAndStart(trial: Trial): Promise<void> {
  await atWork(trial);
  await trial.hit("the broker is stopped");
  await only(trial).stop();
  await only(trial).start();
  await goesOn(trial.scene);
}

async function stall(trial: Trial): Promise<void> {
  await atWork(trial);
  await trial.hit("the broker is stalled");
  only(trial).stall();
  await lasting(stallMs);
  only(trial).resume();
  await goesOn(trial.scene);
}

async function startBefore(trial: Trial): Promise<void> {
  const { scene } = trial;
  trial.load();
  await trial.hit("the broker is away before the processor starts");
  await killBrokers(trial, [only(trial)]);
  const processor = scene.start();
  await processor.logged("it says what it waits for", ({ event }) => event === "waiting");
  await only(trial).start();
  await goesOn(scene);
}

async function endWithout(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  await trial.hit("the broker is away when the processor is asked to end");
  await killBrokers(trial, [only(trial)]);
  const started = performance.now();
  processor.kill("SIGTERM");
  await processor.ended;
  assertEquals(performance.now() - started < 12_000, true, "an end is not waited for any longer");
  await only(trial).start();
  await scene.started();
  await goesOn(scene);
}

async function fillDisk(trial: Trial): Promise<void> {
  const { scene } = trial;
  await atWork(trial);
  const broker = only(trial);
  await broker.stop();
  const disk = await broker.onSmallDisk(diskMegabytes);
  await broker.start();
  await goesOn(scene);
  await trial.hit("the disk is full");
  await disk.fill();
  await givesUp(broker);
  await disk.free();
  await broker.start();
  await goesOn(scene);
}

async function denyGrowth(trial: Trial): Promise<void> {
  await atWork(trial);
  const broker = only(trial);
  await trial.hit("no file may grow");
  await broker.denyGrowth();
  await givesUp(broker);
  await broker.start();
  await goesOn(trial.scene);
}

async function givesUp(broker: KafkaBroker): Promise<void> {
  await until("the broker gives up", () => broker.isDown);
}
