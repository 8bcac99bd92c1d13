import { FatalError } from "../src/errors.ts";
import type { Contestant, Job } from "./contestant.ts";
import type { CountFollower } from "./count_follower.ts";
import type { Input } from "./input.ts";
import type { StartedContestant } from "./started_contestant.ts";
import type { Workplace } from "./workplace.ts";
import { pause } from "./pause.ts";

/** The watched contestant and its job. */
export interface Watched {
  readonly place: Workplace;
  readonly contestant: Pick<Contestant, "title" | "group">;
  readonly job: Job;
  readonly input: Input;
  /** Null if nothing is counted. */
  readonly counts: CountFollower | null;
  readonly started: Pick<StartedContestant, "hasFinished" | "log" | "assertAlive">;
}

/** A number of committed records, and when it was seen. */
export interface Seen {
  readonly records: number;
  readonly atMs: number;
}

const sampleEveryMs = 250;
const stallMs = 90_000;

/** Watches the progress of a contestant from outside, in the same way for all. */
export class Watch {
  readonly #watched: Watched;

  /** Starts to watch a contestant that was just started. */
  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Watches until a number of records is committed; yields samples meanwhile. */
  async until(
    isEnough: (records: number) => boolean,
    everyMs: number,
    sample: (records: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<Seen> {
    const { place, contestant, input, started } = this.#watched;
    let [progress, progressMs, sampledMs] = [-1, performance.now(), 0];
    while (true) {
      const records = await this.#through();
      const atMs = performance.now();
      if (isEnough(records)) return { records, atMs };
      place.signal.throwIfAborted();
      if (records > progress) [progress, progressMs] = [records, atMs];
      place.report(`${contestant.title}: ${records} of ${input.logins} committed`);
      if (atMs - progressMs > stallMs) throw this.#stalled(records);
      await started.assertAlive();
      if (atMs - sampledMs > sampleEveryMs) {
        sampledMs = atMs;
        await sample(records);
      }
      await pause(everyMs);
    }
  }

  /** The committed logins. At the end, one is missing until all logins are counted. */
  async #through(): Promise<number> {
    const { counts, input, started } = this.#watched;
    // Flink exits at the end of the input, and need not report its last commit. If it had not
    // committed, the output that is read afterwards would be incomplete.
    const committed = started.hasFinished ? input.logins : await this.#committed();
    const isCounted = counts === null || counts.total === input.androids;
    return committed >= input.logins && !isCounted ? input.logins - 1 : committed;
  }

  async #committed(): Promise<number> {
    const { place: { ground }, contestant, job, input } = this.#watched;
    const group = contestant.group(job);
    if (group !== null) return await ground.committed(group, input.topic);
    const ends = await ground.admin.fetchTopicOffsets(job.output);
    const outputs = ends.reduce((sum, { high }) => sum + Number(high), 0);
    return Math.floor(outputs * input.logins / input.androids);
  }

  #stalled(records: number): FatalError {
    const { contestant, counts, input, started } = this.#watched;
    const counted = counts === null ? "" : `, ${counts.total} logins counted`;
    return new FatalError(
      `${contestant.title} stands still at ${records} of ${input.logins}${counted}`,
      `read its log, ${started.log}, or leave it out with --only`,
    );
  }
}
