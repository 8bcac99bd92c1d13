import { edit, type Mutation } from "./mutation.ts";
import { noWatchdog } from "./mutation_rules.ts";

const flow = "src/runner/transaction_flow.ts";
const runner = "src/runner/stage_runner.ts";

/** One transaction for all that was fetched, and what happens if it fails. */
export const commitMutations: readonly Mutation[] = [
  {
    rule: "T1 outputs and offsets are one transaction",
    without: "a process that dies between the two leaves outputs that its successor repeats",
    edits: edit(
      flow,
      "      await writer.write(takenTimes.fitted(outputs), this.#offsetsOf(processed));\n",
      `      await writer.write(takenTimes.fitted(outputs), null);
      await writer.commit();
      await writer.write([], this.#offsetsOf(processed));
`,
    ),
    scenario: "SIGKILL before the broker sees TxnOffsetCommit of stage enrich loses nothing and " +
      "repeats nothing",
    failure: /already has an output|enriched twice|the table is ahead/,
  },
  {
    rule: "T2 a state with a table changes after the commit",
    without: "a batch whose transaction was aborted is counted twice",
    edits: edit(
      flow,
      "    this.#runsAhead = settings.stage.changelog === null;\n",
      "    this.#runsAhead = true;\n",
    ),
    scenario:
      "a connection that ends before the broker sees TxnOffsetCommit of stage count costs no record",
    failure: /is not a sum of its deltas|count of|does not rise/,
  },
  {
    rule: "T3 no batch is larger than its topic takes",
    without: "the broker refuses the batch, and the process stops",
    edits: edit(
      "src/kafka/send_chunks.ts",
      "if (bytes > batch.maxBytes && batch.records.length > 0) return false;",
      "if (bytes > batch.maxBytes && batch.records.length < 0) return false;",
    ),
    scenario: "batches are cut to what a topic of output takes",
    failure: /MESSAGE_TOO_LARGE|larger than the max message size/,
  },
  {
    rule: "T4 a transaction that begins too early waits for the one before it",
    without: "the writers are thrown away for a transaction that is still being completed",
    edits: [
      ...edit("src/kafka/batch_sender.ts", "new Set([7, 19, 20, 51])", "new Set([7])"),
      ...edit("src/kafka/transactional_writer.ts", '  "CONCURRENT_TRANSACTIONS",\n'),
    ],
    scenario: "a transaction without outputs right behind a large one needs no second attempt",
    failure: /no producer is thrown away for it|in vain/,
  },
  {
    rule: "T5 a member beats while it works",
    without: "a process that waits longer than the session timeout is removed from its group",
    edits: edit(
      "src/runner/member.ts",
      "    this.#timers = [setInterval(() => this.#turn(), heartbeatIntervalMs)];\n",
      "    this.#timers = [];\n",
    ),
    scenario: "a registry that answers after two sessions' time costs nobody his place",
    failure: /kept its place/,
  },
  {
    rule: "T6 writers in doubt are thrown away (with the watchdog off, which notices it)",
    without: "the coordinator has begun another epoch, and rejects every request of the old one",
    edits: [
      ...edit(
        runner,
        "      await this.#writers.close();\n      if (!this.#isStopping) await",
        "      if (!this.#isStopping) await",
      ),
      ...noWatchdog,
    ],
    scenario: "a stranger who takes our ids over again and again only slows us down, stage enrich",
    failure: /in vain/,
  },
  {
    rule: "T7 no transaction is waited for beyond its time",
    without: "a send without an answer is tried again when the broker has aborted its transaction",
    edits: edit(
      "src/kafka/deadline.ts",
      "    }, timeoutMs);",
      "    }, timeoutMs * 100);",
    ),
    scenario:
      "a send that is never answered is given up before the broker gives up its transaction",
    failure: /Expect \d+(\.\d+)? < |in vain: a log line: recovering/,
  },
  {
    rule: "T8 a transaction under way is finished before the group is joined again",
    without: "its offsets are of a generation that is over, and its records are processed again",
    edits: edit("src/runner/process_all.ts", "    await flow.end();\n"),
    scenario:
      "a transaction that is open when the group moves on is committed, and the group waits for it",
    failure: /the group waits for it|its offsets were accepted/,
  },
  {
    rule: "a registry's no is believed once it has lasted",
    without: "a replica that lags makes dead letters of good logins",
    edits: edit(
      "src/registry/missing_ids.ts",
      "absence.lastMs - absence.firstMs >= this.#lastingMs",
      "true",
    ),
    scenario: "of two replicas that answer in turn the one that lags costs no record",
    failure: /UNKNOWN_SCHEMA/,
  },
  {
    rule: "a registry without a definite answer holds up its partition alone",
    without: "the transaction of all partitions fails, for as long as the registry is down",
    edits: edit(
      "src/runner/intake.ts",
      "      if (!(error instanceof RegistryUnavailableError)) throw error;\n",
      "      if (error) throw error;\n",
    ),
    scenario: "a registry that answers 500 holds up the unseen id's partition alone, and loses " +
      "nothing",
    failure: /in vain: a log line: paused/,
  },
  {
    rule: "a stage that cannot continue ends the process",
    without: "a process lives on that processes nothing",
    edits: edit(runner, "    this.#failed.reject(reason);\n"),
    scenario: "records that are deleted before they were read stop the process",
    failure: /in vain: the processor's end/,
  },
];
