import { groupIdOf } from "../src/names.ts";
import type { Job } from "./contestant.ts";
import { CountFollower } from "./count_follower.ts";
import { cpuPerMillion, readCpu } from "./cpu_reading.ts";
import type { HeldLogins } from "./held_logins.ts";
import { hundredths } from "./rounding.ts";
import type { FullSpeedFigures, Shape } from "./model_figures.ts";
import { pause } from "./pause.ts";
import { Team, type TeamSettings } from "./team.ts";
import { untilOwned } from "./until_owned.ts";
import { Watch } from "./watch.ts";
import type { Workplace } from "./workplace.ts";

/** A run over two parts of an input: one to warm up, and one with the clock. */
export interface ClockedRun {
  readonly place: Workplace;
  readonly shape: Shape;
  readonly job: Job;
  readonly settings: TeamSettings;
  readonly warm: HeldLogins;
  readonly held: HeldLogins;
}

/** What the clock and our processes show. */
export type ClockedFigures = Omit<
  FullSpeedFigures,
  keyof Shape | "inputBrokerCpuMicros" | "inputBytes" | "outputBytes"
>;

const pollMs = 50;
const settleMs = 1_000;

/**
 * Starts the processes and releases the first part when they own all partitions. When that is committed
 * and counted, the clock starts, and the other part is released.
 */
export async function runClocked(run: ClockedRun): Promise<ClockedFigures> {
  const { place, shape: { processes, partitions }, job, settings, warm, held } = run;
  await using counts = new CountFollower(await place.ground.cluster(), job.counts, partitions);
  await using team = new Team(processes, job, settings);
  const ownedMs = await untilOwned(place, team, partitions);
  await warm.release();
  await untilDone(run, counts, team, warm);
  await pause(settleMs);
  const before = await readCpu(place, team);
  const startMs = performance.now();
  await held.release();
  const endMs = await untilDone(run, counts, team, {
    logins: warm.logins + held.logins,
    androids: warm.androids + held.androids,
  });
  const after = await readCpu(place, team);
  const seconds = (endMs - startMs) / 1000;
  const cpu = cpuPerMillion(before, after, held.logins); // seconds per million are microseconds each
  return {
    logins: held.logins,
    loginsPerSecond: Math.round(held.logins / seconds),
    cpuMicros: cpu.cpuSecondsPerMillion,
    brokerCpuMicros: cpu.brokerCpuSecondsPerMillion,
    peakMegabytes: hundredths(after.contestant.peakMegabytes),
    connections: await team.connections(),
    ownedSeconds: hundredths((ownedMs - team.startedMs) / 1000),
    seconds: hundredths(seconds),
  };
}

/** Waits until all logins are committed and counted, and returns when that was seen. */
async function untilDone(
  { place, job }: ClockedRun,
  counts: CountFollower,
  team: Team,
  { logins, androids }: Pick<HeldLogins, "logins" | "androids">,
): Promise<number> {
  const contestant = {
    title: "login-pipeline",
    group: ({ id }: Job) => groupIdOf(id, "enrich"),
  };
  const input = { topic: job.input, logins, androids };
  const watch = new Watch({ place, contestant, job, input, counts, started: team });
  return (await watch.until((records) => records >= logins, pollMs)).atMs;
}
