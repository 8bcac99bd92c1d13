import { edit, type Mutation } from "./mutation.ts";

const acquire = "src/runner/acquire.ts";
const runner = "src/runner/stage_runner.ts";
const completes = "a commit that completes while its successor fences is not processed again";
const twice = /already has an output|enriched twice/;

const noSeek = { file: acquire, find: "    membership.seek(committed.offset);\n", replace: "" };

const noSettling = {
  file: acquire,
  find: "    await settleFormer(settings, partition, former, membership);\n",
  replace: "",
};

/** The order of steps in taking over a partition. */
export const handOverMutations: readonly Mutation[] = [
  {
    rule: "S1 what was fetched before the fence is dropped",
    without: "records that the former owner committed meanwhile are processed a second time",
    edits: [
      {
        file: runner,
        find: "    const owned = this.#tasks.get(partition);",
        replace: "    let owned = this.#tasks.get(partition)!;",
      },
      {
        file: runner,
        find: "      else acquired.producer.discard();\n      return;",
        replace: "      owned = acquired;",
      },
    ],
    scenario: completes,
    failure: twice,
  },
  {
    rule: "S2 fence before anything else (with the settling of S3 off, which notices it)",
    without: "a former owner's transaction completes after its successor has read the position",
    edits: [{
      file: "src/kafka/transactional_producer.ts",
      find: `    const transaction = await within(
      this.#deadlineMs,
      "taking over the transactional id",
      this.#producer.transaction(),
    );
    await transaction.abort();
`,
      replace: "",
    }, noSettling],
    scenario: completes,
    failure: twice,
  },
  {
    rule: "S3 ask the group after the fence",
    without: "a process that the group let go restores, and writes into the table of counts",
    edits: edit(acquire, "    await membership.confirm();\n"),
    scenario: "a process that the group let go in the middle of a take-over gives up",
    failure: /it restores nothing/,
  },
  {
    rule: "S3 settle what a broker left half done",
    without: "a commit that no broker told the group counts as none, and its records come twice",
    edits: [noSettling],
    scenario: "a commit that no broker told the group is told to it, stage enrich",
    failure: twice,
  },
  {
    rule: "S4 read the position after the fence",
    without: "the position is the one before the former owner's last commit",
    edits: edit(
      acquire,
      `    await fence(settings, partition, producer);
    await membership.confirm();
    await settleFormer(settings, partition, former, membership);
    const { committed, logStart } = await committedPosition(settings, partition);
`,
      `    const { committed, logStart } = await committedPosition(settings, partition);
    await fence(settings, partition, producer);
    await membership.confirm();
`,
    ),
    scenario: completes,
    failure: twice,
  },
  {
    rule: "S4 the same for the counts",
    without: "deltas that the former owner counted are counted again, or the counts are distrusted",
    edits: edit(
      acquire,
      `    await fence(settings, partition, producer);
    await membership.confirm();
    await settleFormer(settings, partition, former, membership);
    const { committed, logStart } = await committedPosition(settings, partition);
`,
      `    const { committed, logStart } = await committedPosition(settings, partition);
    await fence(settings, partition, producer);
    await membership.confirm();
`,
    ),
    scenario: "a commit of counts that completes while its successor fences is not counted again",
    failure: /Cannot trust the state/,
  },
  {
    rule: "S4 a position that the log does not hold stops the take-over",
    without: "it restores and seeks, and stops only when the broker refuses the fetch",
    edits: edit(
      acquire,
      "  if (committed !== null && (committed.offset < start || committed.offset > end)) {",
      "  if (committed !== null && committed.offset < 0) {",
    ),
    scenario: "a position that leaves the log during a take-over stops it before it begins",
    failure: /has processed up to offset 1000000/,
  },
  {
    rule: "S4 a position without a memo is not ours",
    without: "logins before a position that a tool has set are enriched a second time",
    edits: edit(
      acquire,
      '  if (stage.spansIn(committed?.memo ?? "") === null) await confirmBeginning();\n',
    ),
    scenario: "a position that a tool sets back during a take-over stops it before it begins",
    failure: /in vain: the processor's end/,
  },
  {
    rule: "S6 seek to the position that was read",
    without: "the consumer stays where it was before the fence, and every batch is refused",
    edits: [noSeek],
    scenario: completes,
    failure: /in vain: everything is processed/,
  },
  {
    rule: "S7 a batch begins where the last one ended (with S6 off, so that it does not)",
    without: "a batch that was asked for before the fence is processed",
    edits: [noSeek, {
      file: runner,
      find: "if (!owned || !isCurrent || owned.position !== Number(batch.fetchedOffset)) {",
      replace: "if (!owned || !isCurrent) {",
    }],
    scenario: completes,
    failure: twice,
  },
  {
    rule: "S7 the last look at the group before a commit",
    without: "a process commits in a generation that is over",
    edits: edit("src/runner/step.ts", "    assertStillOwned();\n"),
    scenario: "a transaction that is open when the group moves on is aborted",
    failure: /the last field of EndTxn says whether to commit/,
  },
  {
    rule: "S8 a fenced process asks the group, and takes nothing back by itself",
    without: "two processes fence each other in turn",
    edits: edit("src/runner/recovery.ts", '  "INVALID_PRODUCER_EPOCH",\n'),
    scenario: "a process that was fenced asks the group before it takes anything back",
    failure: /a zombie asks the group/,
  },
];
