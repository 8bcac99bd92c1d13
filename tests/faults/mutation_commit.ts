import { type Edit, edit, type Mutation } from "./mutation.ts";
import { noWatchdog } from "./mutation_rules.ts";

const step = "src/runner/step.ts";
const runner = "src/runner/stage_runner.ts";
const producer = "src/kafka/transactional_producer.ts";
const recovery = "src/runner/recovery.ts";

const keepsTask: Edit = {
  file: runner,
  find: '    this.#release(partition);\n    if (recovery === "stop") {',
  replace:
    '    if (recovery !== "reacquire") this.#release(partition);\n    if (recovery === "stop") {',
};

/** One batch, one transaction, and what happens if it fails. */
export const commitMutations: readonly Mutation[] = [
  {
    rule: "S7 outputs and position are one transaction",
    without: "a process that dies between the two leaves outputs that its successor repeats",
    edits: edit(
      step,
      `    await transaction.send(takenTimes.fitted(result.outputs));
    const { memo } = result;
`,
      `    await transaction.send(takenTimes.fitted(result.outputs));
  });
  await owned.producer.inTransaction(async (transaction) => {
    const { memo } = result;
`,
    ),
    scenario: "SIGKILL before the broker sees AddOffsetsToTxn of stage enrich loses nothing and " +
      "repeats nothing",
    failure: /already has an output|enriched twice|the table is ahead/,
  },
  {
    rule: "S7 the state follows the commit (with S8 off, which throws the state away as well)",
    without: "a batch whose transaction was aborted is counted twice",
    edits: [keepsTask, {
      file: step,
      find: "  const groupId = groupIdOf(appId, stage.name);",
      replace:
        "  stage.apply(owned.state, result.change);\n  const groupId = groupIdOf(appId, stage.name);",
    }, {
      file: step,
      find: "  });\n  stage.apply(owned.state, result.change);",
      replace: "  });",
    }],
    scenario:
      "a connection that ends before the broker sees AddOffsetsToTxn of stage count costs " +
      "no record",
    failure: /is not a sum of its deltas|count of/,
  },
  {
    rule: "S7 each partition of a send is answered for",
    without: "kafkajs resolves a send of which it never sent a part",
    edits: edit(producer, "      assertCovered(topicMessages, answer);\n"),
    scenario: "records whose leader moves to a broker that has answered already are not forgotten",
    failure: /has no enriched login|never enriched/,
  },
  {
    rule: "S7 no batch is larger than its topic takes",
    without: "the broker refuses the batch, and the process stops",
    edits: edit("src/kafka/send_chunks.ts", " && batch.messages.length > 0)", " && false)"),
    scenario: "batches are cut to what a topic of output takes",
    failure: /larger than the max message size/,
  },
  {
    rule: "S7 a transaction that begins too early waits for the one before it",
    without: "the producer is thrown away for a transaction that is still being completed",
    edits: edit(
      "src/kafka/corrections/transaction_requests.ts",
      "openings.has(name) ? patiently(request) : request",
      "request",
    ),
    scenario: "a transaction without outputs right behind a large one needs no second attempt",
    failure: /no producer is thrown away for it/,
  },
  {
    rule: "S7 a handler beats while it works",
    without: "a process that waits longer than the session timeout is let go",
    edits: edit(
      "src/runner/heartbeat.ts",
      "      beat().catch((error) => this.#failure ??= error);\n",
    ),
    scenario: "a registry that answers after two sessions' time costs nobody his place",
    failure: /kept its place/,
  },
  {
    rule: "S8 the producer in doubt is thrown away (with the watchdog off, which notices it)",
    without: "kafkajs stays in the middle of its commit, and no transaction begins any more",
    edits: [keepsTask, ...noWatchdog],
    scenario:
      "a connection that ends between EndTxn of stage enrich and its answer costs no record",
    failure: /in vain: everything is processed/,
  },
  {
    rule: "S8 no transaction is waited for beyond its time",
    without: "a send without an answer is tried again when the broker has aborted its transaction",
    edits: edit(
      "src/kafka/deadline.ts",
      "    timer = setTimeout(() => reject(error), timeoutMs);",
      "    timer = setTimeout(() => reject(error), timeoutMs * 100);",
    ),
    scenario:
      "a send that is never answered is given up before the broker gives up its transaction",
    failure: /Expect \d+(\.\d+)? < |in vain: a log line: recovering/,
  },
  {
    rule: "S8 a generation that is over takes its tasks with it",
    without: "its task may not commit, and each rebalance is followed by a second one",
    edits: edit(
      runner,
      "    const isCurrent = owned?.generation === this.#generation;",
      "    const isCurrent = true;",
    ),
    scenario: "what a member keeps in a new generation it takes over anew, at once",
    failure: /nobody had to rejoin|in vain: everything is processed/,
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
    without: "the producer is thrown away and fenced again, for as long as the registry is down",
    edits: edit(
      recovery,
      'instanceof RegistryUnavailableError)) return "wait";',
      'instanceof RegistryUnavailableError)) return "reacquire";',
    ),
    scenario: "a registry that answers 500 holds up the unseen id's partition alone, and loses " +
      "nothing",
    failure: /in vain: a log line: paused/,
  },
  {
    rule: "a consumer that kafkajs gave up ends the process",
    without: "a process lives on that processes nothing",
    edits: edit(
      runner,
      "    this.#failed.reject(asFatal(error, `group ${groupIdOf(appId, stage.name)}`));\n",
    ),
    scenario: "records that are deleted before they were read stop the process",
    failure: /in vain: the processor's end/,
  },
  {
    rule: "a consumer that was told no coordinator joins again",
    without: "a broker that is away for a second, at that question, ends the process",
    edits: edit(runner, "    if (isOutage(error)) return this.#joinLater(messageOf(error));\n"),
    scenario: "a member that no broker told its coordinator joins again by itself",
    failure: /in vain: the end of its membership|ended/,
  },
];
