import { edit, type Mutation } from "./mutation.ts";

const takenTimes = "src/runner/taken_times.ts";
const datedAhead = "logins dated further ahead than our topics take stop no partition";

/**
 * Timestamps that a broker rejects, clocks that differ from its own, and dead letters that are
 * rejected again.
 */
export const timeMutations: readonly Mutation[] = [
  {
    rule: "times: a login that the output refuses for its timestamp is a dead letter",
    without: "it is enriched under a timestamp that is not its own",
    edits: edit(
      takenTimes,
      "    return range === null ? undefined : ({ timestamp }) => !isTaken(range, timestamp);",
      "    return range === null ? undefined : () => false;",
    ),
    scenario: datedAhead,
    failure: /timestamp of \d+\/\d+/,
  },
  {
    rule: "times: what a broker said of the timestamps that a topic takes is kept in mind",
    without: "one login stops its partition for good",
    edits: edit(
      takenTimes,
      "      for (const { topic, range } of cause.refusals) this.#known.set(topic, { ...range, atMs });",
      "      this.#known.clear();",
    ),
    scenario: datedAhead,
    failure: /in vain/,
  },
  {
    rule: "times: a restore's marker has no time of day",
    without: "a process whose clock is ahead of the broker's cannot take a table over",
    edits: edit(
      "src/runner/restore.ts",
      "value: null, headers, timestamp: noTime },",
      "value: null, headers, timestamp: Date.now() },",
    ),
    scenario: "a clock that is three hours ahead from the start changes no result",
    failure: /The clock of this machine is 3 h ahead|has ended|in vain/,
  },
  {
    rule: "a dead letter that comes back gives its cause up for the new one",
    without: "each way through the pipeline makes it larger, up to the limit of the topic",
    edits: edit(
      "src/pipeline/dead_letter.ts",
      "...withoutCauses(record.headers)",
      "...record.headers",
    ),
    scenario: "a dead letter that is sent to the input again and again does not grow",
    failure: /a letter that comes back grows/,
  },
];
