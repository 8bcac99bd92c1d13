import { edit, type Mutation } from "./mutation.ts";

const own = "src/runner/own.ts";
const stage = ", stage enrich";
const twice = /already has an output|enriched twice/;
const completes = "a commit that completes while its successor waits is not processed again";

/** The order of steps in taking over partitions. */
export const handOverMutations: readonly Mutation[] = [
  {
    rule: "O3 an offset is read when no open transaction can still move it",
    without: "records that the former owner commits meanwhile are processed a second time",
    edits: edit("src/kafka/protocol/offset_fetch.ts", "body.int8(1);", "body.int8(0);"),
    scenario: completes,
    failure: twice,
  },
  {
    rule: "O3 the same for the counts",
    without: "deltas that the former owner counted are counted again, or the counts are distrusted",
    edits: edit("src/kafka/protocol/offset_fetch.ts", "body.int8(1);", "body.int8(0);"),
    scenario: "a commit of counts that completes while its successor waits is not counted again",
    failure: /Cannot trust the state|count of/,
  },
  {
    rule: "O2 what dead members left open is ended",
    without: "the next owner, and all readers of the outputs, wait for the transaction timeout",
    edits: edit("src/runner/sweep.ts", "    if (open.length === 0) return;\n", "    return;\n"),
    scenario: "what a killed process left open holds nobody up",
    failure: /in vain: everything is processed/,
  },
  {
    rule: "O3 end markers that a broker omitted are written",
    without: "nobody can take over the partitions of a commit that its group never learned of",
    edits: edit(
      "src/runner/settled_positions.ts",
      "    if (isSettleDue(waitedMs)) await settleOffsets(settings, session, ++attempts);\n",
    ),
    scenario: "a commit that no broker told the group is told to it, stage enrich",
    failure: /in vain/,
  },
  {
    rule: "O4 an offset that the log does not contain stops the take-over",
    without: "it restores and fetches, and is refused again and again",
    edits: edit(
      own,
      "    if (offset >= range.start && offset <= range.end) return;\n",
      "    if (offset >= 0) return;\n",
    ),
    scenario: "a position that leaves the log during a take-over stops it before it begins",
    failure: /in vain: the processor's end|has processed up to offset 1000000/,
  },
  {
    rule: "O4 an offset without a memo is not ours",
    without: "logins before an offset that a tool has set are enriched a second time",
    edits: edit(own, "  if (claims.some(isForeign)) await confirmBeginning();\n"),
    scenario: "a position that a tool sets back during a take-over stops it before it begins",
    failure: /in vain: the processor's end/,
  },
  {
    rule: "O5 a restore's markers carry the offsets",
    without: "a process that the group removed reads its table while the next owner writes it",
    edits: edit(
      "src/runner/restore.ts",
      "partitions.length > 0 ? offsets : null",
      "partitions.length > 0 ? null : offsets",
    ),
    scenario: "a process that the group removed during a take-over gives up",
    failure: /it commits nothing/,
  },
  {
    rule: "G1 offsets carry the member and its generation",
    without: "a process that wakes commits what its successor has processed",
    edits: [
      ...edit(
        "src/kafka/protocol/txn_offset_commit.ts",
        "body.int32(generation);",
        "body.int32(-1);",
      ),
      ...edit(
        "src/kafka/protocol/txn_offset_commit.ts",
        "body.compactString(memberId);",
        'body.compactString("");',
      ),
    ],
    scenario: `a process that wakes after its partitions have moved repeats nothing${stage}`,
    failure: twice,
  },
  {
    rule: "G2 nothing is committed without accepted offsets",
    without: "the outputs of a process that wakes are committed, and those of its successor too",
    edits: edit(
      "src/kafka/transactional_writer.ts",
      '      if (committed.status === "rejected") throw committed.reason;\n',
    ),
    scenario: `a process that wakes after its partitions have moved repeats nothing${stage}`,
    failure: twice,
  },
];
