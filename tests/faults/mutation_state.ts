import { edit, type Mutation } from "./mutation.ts";

const restore = "src/runner/restore.ts";
const memo = "src/pipeline/count_memo.ts";
const goesOnAllTheSame = /in vain: the processor's end/;

/** The checks of a restored state. */
export const stateMutations: readonly Mutation[] = [
  {
    rule: "O5 the table is read up to a marker of its reader's own",
    without: "a stretch without committed records passes for the end of the table",
    edits: edit(
      restore,
      "    if (records.some((record) => !hasKey(record) && carries(record.headers, marker.nonce))) {",
      "    if (data.length === 0) {",
    ),
    scenario: "counts are restored over a stretch of the table in which nothing was committed",
    failure: /Cannot trust the state/,
  },
  {
    rule: "O5 a marker that is gone is not waited for",
    without: "a restore waits for ever",
    edits: edit(
      restore,
      "    } else if (position > marker.offsets.get(`${topic}/${partition}`)!) {",
      "    } else if (position < 0) {",
    ),
    scenario: "a table that is emptied while it is restored stops the process",
    failure: goesOnAllTheSame,
  },
  {
    rule: "O5 double entry: the table has to agree with the position",
    without: "it counts on from a table that lost its beginning",
    edits: edit(
      restore,
      "    if (mismatch === null) continue;\n",
      "    if (mismatch !== 0) continue;\n",
    ),
    scenario: "a table of counts that lost its beginning stops the process, and recount mends it",
    failure: goesOnAllTheSame,
  },
  {
    rule: "O5 counts are kept only for the commit that they go up to",
    without: "a member that was stalled goes on with counts that others have gone beyond",
    edits: edit(
      restore,
      "kept?.position === offset && kept.memo === memo",
      "kept !== undefined",
    ),
    scenario: "counts that another process has gone on with meanwhile are read again",
    failure: /Cannot trust the state|does not rise/,
  },
  {
    rule: "O5 counts that are those of the commit are kept",
    without: "each rebalance reads all tables again, and counting stands still for that long",
    edits: edit(restore, "kept?.position === offset && kept.memo === memo", "false"),
    scenario: "counts of a partition that a member keeps are not read again",
    failure: /in vain/,
  },
  {
    rule: "double entry: the hash of the counts",
    without: "a change that leaves all sums right is not noticed",
    edits: edit(memo, " && restored.hash === hash;", ";"),
    scenario: "a table with a date that was altered, and all sums right, stops the process, and " +
      "recount mends it",
    failure: goesOnAllTheSame,
  },
  {
    rule: "double entry: the number of the transaction",
    without: "a torn transaction is taken for an altered count, and looked for in the wrong place",
    edits: edit(memo, "  if (restored.sequence > sequence) {", "  if (false) {"),
    scenario: "a transaction of the counts that was torn by hand stops the process, and recount " +
      "mends it",
    failure: /the table is ahead/,
  },
  {
    rule: "double entry: a position without its memo is nobody's",
    without: "deltas that a tool skipped are never counted",
    edits: edit(memo, "  if (keys === 0 && offset === 0) return null;", "  return null;"),
    scenario: "a position of the counts that was set to the end stops the process, and recount " +
      "mends it",
    failure: goesOnAllTheSame,
  },
];
