import { edit, type Mutation } from "./mutation.ts";

const goesOnAllTheSame = /in vain/;

/** Without the detection of stuck members. Rules whose absence it detects need this edit as well. */
export const noWatchdog = edit(
  "src/runner/watchdog.ts",
  "    if (!this.#isHolding) return;\n",
  "    return;\n",
);

/** The recorded settings of a partition, and the detection of stuck members. */
export const ruleMutations: readonly Mutation[] = [
  {
    rule: "each commit says by which settings its partition was processed",
    without: "a process with other settings goes on, and neither the audit nor a recount can know",
    edits: edit(
      "src/pipeline/enrich_stage.ts",
      "this.#settings.isCounted, this.#standing)",
      "this.#settings.isCounted)",
    ),
    scenario: "a process with other settings does not go on where another has stopped",
    failure: goesOnAllTheSame,
  },
  {
    rule: "a second look at the settings of others behind the first commit (with that of a count " +
      "stage at its beginning off, which notices it)",
    without: "two processes that differ and start at the same moment both go on",
    edits: [
      ...edit(
        "src/runner/transaction_flow.ts",
        '    await confirmRules(this.#settings, "after the first commit");\n',
      ),
      ...edit(
        "src/setup/position_checks.ts",
        "  refuseOtherRules(enrich, input.topic, enriched);\n",
      ),
    ],
    scenario: "of two processes whose settings differ on a new pipeline one stops",
    failure: goesOnAllTheSame,
  },
  {
    rule: "a member that gets nowhere while Kafka answers others leaves its group",
    without: "it beats and keeps its partitions, for ever, and no other process can help",
    edits: noWatchdog,
    scenario: "a process whose commits get nowhere leaves its partitions to another",
    failure: /in vain: a log line: it is stuck/,
  },
];
