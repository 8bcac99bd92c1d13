import { type FaultProxy, fetchOf, ofStage, type Toxic } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { atWork, goesOn, lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const sessionTimeoutMs = 6_000;
const resetEveryMs = 1_000;

/** Faults of the network to a processor, which the brokers do not notice. */
export const network: readonly Scenario[] = [
  slowed("200 ms more for each request slow it down and lose nothing", (way) => way.latency(200)),
  slowed(
    "a second more for each request slows it down and loses nothing",
    (way) => way.latency(1_000),
  ),
  {
    ...slowed("a way of 64 kB a second loses nothing", (way) => way.bandwidth(64_000)),
    isShort: true,
  },
  ...(["requests", "answers", "both"] as const).flatMap((direction) =>
    [5, 20].map((seconds) => swallowed(direction, seconds))
  ),
  scenario("connections that are reset every second lose nothing", reset),
  scenario("connections that close late lose nothing", closeLate),
  {
    ...scenario(
      "a process that the network cuts off changes nothing after another took over",
      cutOff,
    ),
    isShort: true,
  },
  scenario("connections that are reset during a restore do not spoil the counts", resetRestore),
  scenario("a commit that the network keeps for its whole deadline is not repeated", keepCommit),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "network", brokers: "shared", run };
}

/** A processor at work behind a proxy. */
async function behindProxy(trial: Trial): Promise<FaultProxy> {
  const proxy = await trial.proxy();
  await atWork(trial, { KAFKA_BROKERS: proxy.address });
  return proxy;
}

function slowed(name: string, slow: (way: FaultProxy) => Toxic): Scenario {
  return scenario(name, async (trial) => {
    const toxic = slow(await behindProxy(trial));
    await trial.hit(name);
    await goesOn(trial.scene);
    toxic.end();
  });
}

function swallowed(direction: "requests" | "answers" | "both", seconds: number): Scenario {
  const what = direction === "both" ? "requests and answers" : direction;
  const name = `${what} that arrive nowhere for ${seconds} s are neither lost nor repeated`;
  return scenario(name, async (trial) => {
    const proxy = await behindProxy(trial);
    const hole = proxy.blackHole(direction);
    await lasting(seconds * 1_000);
    await trial.hit(name);
    hole.end();
    await goesOn(trial.scene);
  });
}

async function reset(trial: Trial): Promise<void> {
  const proxy = await behindProxy(trial);
  for (let second = 0; second < 10; second++) {
    await lasting(resetEveryMs);
    proxy.resetAll();
  }
  await trial.hit("the tenth reset");
  await goesOn(trial.scene);
}

async function closeLate(trial: Trial): Promise<void> {
  const proxy = await behindProxy(trial);
  const slow = proxy.slowClose(5_000);
  const [processor] = trial.scene.processors;
  await trial.hit("SIGTERM over a way that closes late");
  await processor!.stop();
  await trial.scene.started();
  await goesOn(trial.scene);
  slow.end();
}

async function cutOff(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await behindProxy(trial);
  const hole = proxy.blackHole("both");
  await trial.hit("the network cuts the process off");
  const successor = scene.start();
  await successor.logged(
    "all partitions",
    ({ event, stage, partitions }) =>
      event === "assigned" && stage === "enrich" && partitions?.length === 3,
    sessionTimeoutMs * 10,
  );
  await goesOn(scene);
  hole.end();
  await goesOn(scene);
}

async function resetRestore(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await trial.kill(former);
  const proxy = await trial.proxy();
  const fetches = proxy.catch(fetchOf(scene.topics.counts), { moment: "after" });
  scene.start({ KAFKA_BROKERS: proxy.address });
  await fetches.caught();
  await trial.hit("a fetch of the counts is answered");
  proxy.resetAll();
  fetches.reset();
  await goesOn(scene);
}

async function keepCommit(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await behindProxy(trial);
  const [processor] = scene.processors;
  const commit = proxy.catch(ofStage(scene, "count", apiKeys.endTxn), { moment: "before" });
  await commit.caught();
  await trial.hit("a commit of the counts is kept back");
  await processor!.logged(
    "it gives the commit up",
    ({ event, stage }) => event === "recovering" && stage === "count",
  );
  commit.release();
  await goesOn(scene);
}
