import { assertEquals } from "@std/assert";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import { until } from "../../support/until.ts";
import { atWork, lasting } from "../at_work.ts";
import { Crowd } from "../crowd.ts";
import type { Scenario, Trial } from "../scenario.ts";

type Run = Scenario["run"];

/** The family of storms, which have numbers instead of names. */
export const stormFamily = "random storms";

const partitions = 3;
const stormMs = 30_000;
const longStormMs = 60_000;
const turns = 4;

/** Processes that start and end, one by one and all at once. */
export const storms: readonly Scenario[] = [
  {
    ...storm(
      "a process that is killed is replaced by its neighbour",
      (trial) => handOvers(trial, ["SIGKILL", "SIGKILL"]),
    ),
    isShort: true,
    isMeasured: true,
  },
  {
    ...storm(
      "a process that is asked to end hands over to its neighbour at once",
      (trial) => handOvers(trial, ["SIGTERM", "SIGTERM", "SIGTERM"]),
    ),
    isShort: true,
    isMeasured: true,
  },
  storm(
    "three processes of which one is killed every second or two lose nothing",
    often({ size: 3, leastMs: 1_000, mostMs: 2_000 }, replaceKilled),
  ),
  storm(
    "six processes of which one is killed every second or two lose nothing",
    often({ size: 6, leastMs: 1_000, mostMs: 2_000 }, replaceKilled),
  ),
  storm(
    "processes that join and leave every second to third lose nothing",
    often({ size: 3, leastMs: 1_000, mostMs: 3_000 }, joinOrLeave),
  ),
  storm(
    "processes that stall and wake up in turn repeat nothing",
    often({ size: 3, leastMs: 3_000, mostMs: 5_000 }, stallOne),
  ),
  storm(
    "connections that are reset twice a second lose nothing",
    often({ size: 3, leastMs: 400, mostMs: 600 }, (crowd) => crowd.resetAll()),
  ),
  { ...storm("all processes that are killed at once lose nothing", killAll), isShort: true },
  storm("six processes that start at once share the work and lose nothing", startAtOnce),
  storm("a process that is killed while it starts loses nothing", killStarting),
  storm("a process that is killed in the middle of a rebalance loses nothing", killRebalancing),
  storm("processes that are replaced one by one lose nothing", replaceAll),
];

/** A storm that follows completely from the seed and its number. */
export function randomStorm(number: number): Scenario {
  const kinds: readonly Run[] = [
    (trial) => often({ ...weather(trial), lastsMs: longStormMs }, anything)(trial),
    (trial) => often({ ...weather(trial), lastsMs: longStormMs }, replaceKilled)(trial),
  ];
  const run = kinds[number % kinds.length]!;
  return { ...storm(`random storm ${number}`, run), family: stormFamily };
}

/** Processes that end one after the other, with SIGKILL or SIGTERM, each replaced by its neighbor. */
export function handOverStorm(number: number): Scenario {
  const run: Run = (trial) =>
    handOvers(trial, ["SIGKILL", "SIGTERM", "SIGKILL", "SIGTERM", "SIGKILL", "SIGTERM"]);
  return { ...storm(`hand-over storm ${number}`, run), family: stormFamily, isMeasured: true };
}

function storm(name: string, run: Run): Scenario {
  return { name, family: "storms", brokers: "shared", options: { partitions }, run };
}

/** The number of processes, and the interval between events. */
interface Weather {
  readonly size: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly lastsMs?: number;
}

type Happening = (crowd: Crowd, random: () => number) => void | Promise<void>;

function weather({ random }: Trial): Weather {
  return { size: 3 + Math.floor(random() * 4), leastMs: 1_000, mostMs: 2_000 };
}

/** A storm with a single kind of event. */
function often({ size, leastMs, mostMs, lastsMs = stormMs }: Weather, happen: Happening): Run {
  return async (trial) => {
    const crowd = await Crowd.of(trial, size);
    const endMs = performance.now() + lastsMs;
    while (performance.now() < endMs) {
      await lasting(leastMs + trial.random() * (mostMs - leastMs));
      await happen(crowd, trial.random);
    }
    await trial.hit("a storm");
    crowd.wakeAll();
  };
}

async function replaceKilled(crowd: Crowd): Promise<void> {
  await crowd.killOne();
  crowd.join();
}

function joinOrLeave(crowd: Crowd, random: () => number): void {
  const isFull = crowd.size >= 6;
  if (isFull || (crowd.size > 1 && random() < 0.5)) crowd.leaveOne();
  else crowd.join();
}

function stallOne(crowd: Crowd): void {
  if (crowd.size > 1) crowd.stallOne();
}

async function anything(crowd: Crowd, random: () => number): Promise<void> {
  const dice = random();
  if (dice < 0.1) crowd.resetAll();
  else if (dice < 0.25) stallOne(crowd);
  else if (dice < 0.35) joinOrLeave(crowd, random);
  else await replaceKilled(crowd);
  if (crowd.size === 0) crowd.join();
}

/** Ends one process after the other, while its neighbor holds the other half of the partitions. */
async function handOvers(
  trial: Trial,
  signals: readonly ("SIGKILL" | "SIGTERM")[],
): Promise<void> {
  let from = await atWork(trial);
  for (const signal of signals) {
    const to = await trial.scene.started();
    await Promise.all([hasShare(from), hasShare(to)]);
    await trial.takeover(signal, from, to);
    await trial.hit(signal);
    from = to;
  }
}

/** Waits until a process has taken its share over, so that no earlier hand-over is measured. */
async function hasShare({ lines }: ProcessorProcess): Promise<void> {
  for (const stage of ["enrich", "count"]) {
    const last = (events: readonly string[]) =>
      lines.findLast((line) => line.stage === stage && events.includes(line.event ?? ""));
    await until(`its share of ${stage}`, () => {
      const count = last(["assigned"])?.partitions?.length ?? 0;
      const isOwned = last(["assigned", "rebalanced", "owned"])?.event === "owned";
      return isOwned && count > 0 && count < partitions;
    });
  }
}

async function killAll(trial: Trial): Promise<void> {
  const crowd = await Crowd.of(trial, 3);
  for (let turn = 0; turn < 2; turn++) {
    await lasting(2_000);
    await crowd.killAll();
    await trial.hit("all killed");
    for (let joined = 0; joined < 3; joined++) crowd.join();
  }
}

async function startAtOnce(trial: Trial): Promise<void> {
  const { scene } = trial;
  trial.load();
  const all = Array.from({ length: 6 }, () => scene.start());
  await Promise.all(all.map((processor) => processor.joined()));
  await trial.hit("six at once");
}

async function killStarting(trial: Trial): Promise<void> {
  await atWork(trial);
  for (let turn = 0; turn < turns; turn++) {
    const newcomer = trial.scene.start();
    await lasting(300 + trial.random() * 1_500);
    await trial.kill(newcomer);
    await trial.hit("killed while starting");
  }
}

async function killRebalancing(trial: Trial): Promise<void> {
  const witness = await atWork(trial);
  const rebalances = () => witness.lines.filter(({ event }) => event === "rebalanced").length;
  let neighbor = await trial.scene.started();
  for (let turn = 0; turn < turns; turn++) {
    const before = rebalances();
    const newcomer = trial.scene.start();
    await until("a rebalance begins", () => rebalances() > before);
    await trial.kill(neighbor);
    await trial.hit("killed in a rebalance");
    await newcomer.joined();
    neighbor = newcomer;
  }
}

async function replaceAll(trial: Trial): Promise<void> {
  const crowd = await Crowd.of(trial, 3);
  for (let turn = 0; turn < turns; turn++) {
    await crowd.join().joined();
    assertEquals(await crowd.stopOldest(), 0);
    await trial.hit("one replaced");
  }
}
