import type { Contestant, Job } from "./contestant.ts";
import { CountFollower } from "./count_follower.ts";
import { cpuPerMillion, readCpu } from "./cpu_reading.ts";
import { hundredths } from "./rounding.ts";
import type { Input } from "./input.ts";
import { type OutputJudge, readOutput } from "./output_check.ts";
import type { RunFigures } from "./performance_figures.ts";
import { Readers } from "./readers.ts";
import type { CpuSample } from "./scale.ts";
import { StartedContestant } from "./started_contestant.ts";
import { Watch } from "./watch.ts";
import type { Workplace } from "./workplace.ts";

/** The result of a run, and its cost. */
export interface Run {
  readonly figures: RunFigures;
  readonly samples: readonly CpuSample[];
}

const startPollMs = 25;
const pollMs = 40;

/**
 * Runs a contestant over an input once. The clock runs from the first visible commit to the one after
 * which all logins are committed and, if it counts, counted. Start-up is a separate figure, and the
 * records of the first commit are not part of the rate.
 */
export async function runOnce(
  place: Workplace,
  contestant: Contestant,
  input: Input,
  judge: OutputJudge,
): Promise<Run> {
  const { ground, report } = place;
  const job = await ground.newJob(contestant.name, input.topic, true);
  try {
    const run = await measure(place, contestant, job, input);
    report(`checking ${contestant.title}: reading its output`);
    const cluster = await ground.cluster();
    try {
      judge.judge(contestant, input, await readOutput(cluster, job, contestant.isExactlyOnce));
    } finally {
      await cluster.disconnect();
    }
    return run;
  } finally {
    await ground.removeJob(job);
  }
}

async function measure(
  place: Workplace,
  contestant: Contestant,
  job: Job,
  input: Input,
): Promise<Run> {
  const { ground } = place;
  const counts = contestant.isCounting
    ? new CountFollower(await ground.cluster(), job.counts, ground.partitionCount)
    : null;
  await using _counts = counts;
  const { audience } = contestant;
  await using readers = audience && new Readers(audience, `${job.stateDirectory}/readers.log`);
  await using started = new StartedContestant(contestant, job);
  const watch = new Watch({ place, contestant, job, input, counts, started });
  const first = await watch.until((records) => records > 0, startPollMs);
  const before = await readCpu(place, started);
  const samples: CpuSample[] = [];
  const take = async (records: number) => {
    samples.push({ records, cpuSeconds: (await started.usage()).cpuSeconds });
  };
  const last = await watch.until((records) => records >= input.logins, pollMs, take);
  const after = await readCpu(place, started);
  await readers?.assertReading();
  const records = input.logins - first.records;
  const { cpuSeconds, peakMegabytes } = after.contestant;
  return {
    figures: {
      recordsPerSecond: Math.round(records / ((last.atMs - first.atMs) / 1000)),
      ...cpuPerMillion(before, after, records),
      peakMegabytes: hundredths(peakMegabytes),
      firstOutputMs: Math.round(first.atMs - started.startedMs),
    },
    samples: [...samples, { records: input.logins, cpuSeconds }],
  };
}
