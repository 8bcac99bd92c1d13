import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scenario, Trial } from "../scenario.ts";

const pauseMs = { least: 1_000, most: 2_000 };
const stormMs = 45_000;
const handOvers = 3;

/** Processes that come and go, one by one and all at once. */
export const storms: readonly Scenario[] = [
  {
    name: "a process that is killed is replaced by its neighbour after the session timeout",
    family: "storms",
    brokers: "shared",
    isShort: true,
    run: (trial) => handOver(trial, "SIGKILL"),
  },
  {
    name: "a process that is asked to end hands over to its neighbour at once",
    family: "storms",
    brokers: "shared",
    isShort: true,
    run: (trial) => handOver(trial, "SIGTERM"),
  },
];

/** A storm of which everything follows from the seed and its number. */
export function randomStorm(number: number): Scenario {
  return {
    name: `random storm ${number}`,
    family: "random storms",
    brokers: "shared",
    run: storm,
  };
}

async function handOver(trial: Trial, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const { scene } = trial;
  let from = await scene.started();
  trial.load();
  for (let turn = 0; turn < handOvers; turn++) {
    const to = await scene.started();
    await shared(from, to);
    await trial.takeover(signal, from, to);
    await trial.hit(signal);
    from = to;
  }
}

/** Waits until both processes have partitions of both stages. */
async function shared(...processes: readonly ProcessorProcess[]): Promise<void> {
  await Promise.all(processes.map(async (process) => {
    for (const stage of ["enrich", "count"]) {
      await process.logged(
        `its share of ${stage}`,
        (line) => line.event === "assigned" && line.stage === stage && line.partitions!.length < 3,
      );
    }
  }));
}

async function storm(trial: Trial): Promise<void> {
  const { scene, random } = trial;
  const proxy = await trial.proxy();
  const size = 3 + Math.floor(random() * 4);
  const start = () => scene.start(random() < 0.5 ? { KAFKA_BROKERS: proxy.address } : {});
  await scene.started();
  trial.load();
  const living: ProcessorProcess[] = Array.from({ length: size - 1 }, start);
  const endMs = performance.now() + stormMs;
  while (performance.now() < endMs) {
    await pause(random);
    const [victim] = living.splice(Math.floor(random() * living.length), 1);
    if (random() < 0.2) proxy.resetAll();
    if (random() < 0.2) victim!.kill("SIGSTOP");
    else await trial.kill(victim!);
    if (random() < 0.1) await trial.hit("a storm");
    living.push(start());
  }
  await trial.hit("the end of a storm");
}

async function pause(random: () => number): Promise<void> {
  const ms = pauseMs.least + random() * (pauseMs.most - pauseMs.least);
  await new Promise((resolve) => setTimeout(resolve, ms));
}
