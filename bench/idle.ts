import type { Contestant } from "./contestant.ts";
import type { Input } from "./input.ts";
import { pause } from "./pause.ts";
import { StartedContestant } from "./started_contestant.ts";
import type { Workplace } from "./workplace.ts";

const settleMs = 3_000;
const pollMs = 100;

/** The CPU usage of an idle contestant, in percent of one core. */
export async function measureIdle(
  { ground, report, signal }: Workplace,
  contestant: Contestant,
  input: Input,
  seconds: number,
): Promise<number> {
  const job = await ground.newJob(contestant.name, input.topic, false);
  try {
    await using started = new StartedContestant(contestant, job);
    while (await ground.committed(contestant.group(job) ?? "", input.topic) < input.logins) {
      report("idle: waiting until everything is processed");
      signal.throwIfAborted();
      await started.assertAlive();
      await pause(pollMs);
    }
    await pause(settleMs);
    report(`idle: measuring for ${seconds} s`);
    const before = await started.usage();
    await pause(seconds * 1_000);
    const after = await started.usage();
    return (after.cpuSeconds - before.cpuSeconds) / seconds * 100;
  } finally {
    await ground.removeJob(job);
  }
}
