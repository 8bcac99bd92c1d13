import { runClocked } from "./clocked_run.ts";
import type { Job } from "./contestant.ts";
import { cpuPerMillion, readCpu } from "./cpu_reading.ts";
import { holdLogins } from "./held_logins.ts";
import { hundredths } from "./rounding.ts";
import type { Input } from "./input.ts";
import type { FullSpeedFigures, Shape } from "./model_figures.ts";
import { noProcess } from "./no_process.ts";
import { OutputJudge, readOutput } from "./output_check.ts";
import type { TeamSettings } from "./team.ts";
import type { Workplace } from "./workplace.ts";

/** How many logins are processed, and by processes with which settings. */
export interface FullSpeedPlan {
  /** A name that no other run on this Kafka has. */
  readonly name: string;
  readonly logins: number;
  readonly settings: TeamSettings;
}

const mostWarmLoginsEach = 200_000;
const warmShareEach = 0.1;

/**
 * Runs some processes at full speed on a ground with as many partitions as the shape has. All logins
 * are in the input before the processes start, but hidden. They first get some logins each, to compile
 * their code, and then those that count. The output is checked as that of all contestants is.
 */
export async function measureFullSpeed(
  place: Workplace,
  shape: Shape,
  { name, logins, settings }: FullSpeedPlan,
): Promise<FullSpeedFigures> {
  const { ground, report } = place;
  const job = await ground.newJob(name, `bench-${name}-logins`, false);
  try {
    await ground.createInput(job.input);
    const warmEach = Math.min(mostWarmLoginsEach, Math.ceil(logins * warmShareEach));
    const warm = await holdLogins(ground, job.input, warmEach * shape.processes, report);
    const before = await readCpu(place, noProcess);
    const held = await holdLogins(ground, job.input, logins, report);
    const filling = cpuPerMillion(before, await readCpu(place, noProcess), logins);
    const clocked = await runClocked({ place, shape, job, settings, warm, held });
    const outputBytes = await checkedOutputBytes(place, job, {
      topic: job.input,
      logins: warm.logins + held.logins,
      androids: warm.androids + held.androids,
    });
    return {
      ...shape,
      ...clocked,
      inputBrokerCpuMicros: filling.brokerCpuSecondsPerMillion,
      inputBytes: hundredths(held.bytes / held.logins),
      outputBytes: hundredths(outputBytes),
    };
  } finally {
    await ground.removeJob(job);
    await ground.admin.deleteTopics({ topics: [job.input] });
  }
}

/** Checks the output, and returns its bytes for each login of the input. */
async function checkedOutputBytes(
  { ground, report }: Workplace,
  job: Job,
  input: Input,
): Promise<number> {
  report("checking our output: reading it");
  const cluster = await ground.cluster();
  try {
    const content = await readOutput(cluster, job, true);
    new OutputJudge().judge({ title: "login-pipeline", isExactlyOnce: true }, input, content);
    return content.bytes / input.logins;
  } finally {
    await cluster.disconnect();
  }
}
