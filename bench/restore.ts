import { FatalError } from "../src/errors.ts";
import type { Job } from "./contestant.ts";
import { CountFollower } from "./count_follower.ts";
import type { Ground } from "./ground.ts";
import { ourCommand } from "./our_contestants.ts";
import { restoresIn, restoreSpan } from "./restore_log.ts";
import { StartedContestant } from "./started_contestant.ts";
import type { Workplace } from "./workplace.ts";
import { pause } from "./pause.ts";

const batchSize = 5_000;
const nudgesPerPartition = 100;
const pollMs = 100;
const stallMs = 120_000;

/**
 * Measures how long we take to restore a number of counts. Each key is one locale with one login. Then
 * a new process finds a few waiting logins, in every partition of the counts.
 */
export async function measureRestore(
  { ground, report, signal }: Workplace,
  keys: number,
): Promise<{ keys: number; ms: number }> {
  const job = await ground.newJob(`restore-${keys}`, `bench-restore-${keys}`, false);
  await ground.createInput(job.input);
  try {
    await using counts = new CountFollower(
      await ground.cluster(),
      job.counts,
      ground.partitionCount,
    );
    await sendLocales(ground, job, keys);
    await runUntil(job, counts, keys, (made) => {
      signal.throwIfAborted();
      report(`restore: ${made} of ${keys} keys are created`);
    });
    // Enough waiting logins that every partition of the counts gets some.
    const nudges = Math.min(keys, ground.partitionCount * nudgesPerPartition);
    await sendLocales(ground, job, nudges);
    const say = () => report(`restoring ${keys} keys: waiting`);
    const log = await runUntil(job, counts, keys + nudges, say);
    const span = restoreSpan(restoresIn(log));
    if (span.keys === keys) return { keys, ms: span.ms };
    const found = `${span.keys} keys were restored, not ${keys}`;
    throw new FatalError(`The restore was not measured: ${found}`, "see bench/restore.ts");
  } finally {
    await ground.removeJob(job);
    await ground.admin.deleteTopics({ topics: [job.input] });
  }
}

async function sendLocales(ground: Ground, { input: topic }: Job, count: number): Promise<void> {
  const producer = await ground.producer();
  for (let sent = 0; sent < count; sent += batchSize) {
    const messages = Array.from({ length: Math.min(batchSize, count - sent) }, (_, at) => ({
      value: loginOf(sent + at),
      partition: at % ground.partitionCount,
    }));
    await producer.send({ topic, messages, acks: -1 });
  }
  await producer.disconnect();
}

function loginOf(index: number): string {
  return JSON.stringify({
    user_id: `user-${index}`,
    app_version: "2.3.0",
    ip: "10.0.0.1",
    locale: `locale-${String(index).padStart(7, "0")}`,
    device_id: `device-${index}`,
    timestamp: 1_741_724_761,
    device_type: "android",
  });
}

/**
 * Runs our processor until a number of logins is counted, and returns its log after its exit, because
 * counts are visible before the log reports them.
 */
async function runUntil(
  job: Job,
  counts: CountFollower,
  logins: number,
  say: (counted: number) => void,
): Promise<string> {
  const command = (job: Job) => ourCommand(job, { workers: null, isCounting: true });
  const started = new StartedContestant({ title: "our processor", command }, job);
  try {
    await untilCounted(started, counts, logins, say);
  } finally {
    await started[Symbol.asyncDispose]();
  }
  return await Deno.readTextFile(started.log);
}

async function untilCounted(
  started: StartedContestant,
  counts: CountFollower,
  logins: number,
  say: (counted: number) => void,
): Promise<void> {
  for (let [seen, sinceMs] = [-1, performance.now()]; counts.total < logins;) {
    say(counts.total);
    if (counts.total > seen) [seen, sinceMs] = [counts.total, performance.now()];
    await started.assertAlive();
    if (performance.now() - sinceMs > stallMs) {
      throw new FatalError(
        `Counting does not progress beyond ${seen}`,
        `read the log, ${started.log}`,
      );
    }
    await pause(pollMs);
  }
}
