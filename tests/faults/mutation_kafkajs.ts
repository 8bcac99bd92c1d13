import { edit, type Mutation } from "./mutation.ts";

const install = "src/kafka/corrections/install.ts";
const grouping = "src/kafka/writing/group_messages_per_partition.ts";
const filter = "src/kafka/reading/filter_aborted_messages.ts";
const interleaved = "interleaved transactions of other producers count only where they commit";
const alien = /was never committed/;

/** The corrections of kafkajs, each switched off. */
export const kafkajsMutations: readonly Mutation[] = [
  {
    rule: "override record_batch_decoder: the checksum of what was fetched",
    without: "a byte that rotted on a disk is processed",
    edits: edit(
      "src/kafka/reading/record_batch_header.ts",
      "  const computed = crc32c(batch, at.attributes, batch.length);",
      "  const computed = stored;",
    ),
    scenario: "a flipped bit in the input stops the process before anything is made of it",
    failure: /in vain: the processor's end|did not match|AssertionError/,
  },
  {
    rule:
      "override fetched_records: a batch that compaction emptied still says where the next begins",
    without: "the consumer fetches the same batch for ever",
    edits: edit(
      "src/kafka/reading/fetched_records.ts",
      "nextOffset: last ?",
      "nextOffset: last?.count ?",
    ),
    scenario: "a batch that compaction has left empty is passed",
    failure: /in vain: everything is processed/,
  },
  {
    rule: "override filter_aborted_messages: all transactions that began by now",
    without: "of interleaved transactions one is still in the list when its records pass",
    edits: [{
      file: filter,
      find: "    .sort((a, b) => b.firstOffset - a.firstOffset);",
      replace: "    .reverse();",
    }, { file: filter, find: "    while (upcoming", replace: "    if (upcoming" }],
    scenario: interleaved,
    failure: alien,
  },
  {
    rule: "override filter_aborted_messages: only a control record ends a transaction",
    without: "after a record with the key 00 00 00 00 an aborted transaction is delivered",
    edits: edit(filter, "  if (!batch.context.isControlBatch) return false;\n"),
    scenario: interleaved,
    failure: alien,
  },
  {
    rule: "override batch: what holds nothing to process moves the position, too",
    without: "aborted records at the end of a log stay uncommitted, and count as lag",
    edits: edit(
      "src/kafka/reading/batch.ts",
      "    return this.nextOffset === this.#fetchedPosition;",
      "    return this.#batches.length === 0;",
    ),
    scenario: "aborted records at the end of the input leave no lag behind",
    failure: /in vain: everything is processed/,
  },
  {
    rule: "override request_frame: a request is copied once",
    without: "each request is written into two more buffers",
    edits: edit(install, "  [frame.standsFor, frame.frameRequest],\n"),
    scenario: "a megabyte on its way out takes less than two and a half of memory",
    failure: /Expect \d+(\.\d+)? < /,
  },
  {
    rule:
      "override group_messages_per_partition: a list is not copied for each record that joins it",
    without: "100,000 records to one partition take half a minute of a processor's time",
    edits: edit(
      grouping,
      "    (groups[partition] ??= []).push(message);",
      "    groups[partition] = [...groups[partition] ?? [], message];",
    ),
    scenario: "40,000 records to one partition cost less than a second of the processor's time",
    failure: /Expect \d+(\.\d+)? < /,
  },
  {
    rule: "override request_queue_timer: an empty queue needs no timer",
    without: "each connection of an idle process wakes it up 700 times a second",
    edits: edit(install, "  timer.correctRequestQueueTimers(internal(timer.corrects));\n"),
    scenario: "an idle process sleeps",
    failure: /it wakes up too often/,
  },
  {
    rule: "override connection: a request that times out closes its connection",
    without: "what follows goes over the same dead connection, and waits in vain as well, for ever",
    edits: edit(
      "src/kafka/corrections/link.ts",
      "if (link === silent || link.isSuspect) link.breakOff();",
      "for (const request of link.#connection.requestQueue.inflight.values()) {\n" +
        "    if (link === silent && timeLeftMs(request) <= 0) request.timeoutRequest();\n  }",
    ),
    scenario:
      "all connections may go silent: it goes on once a request has timed out, and loses nothing",
    failure: /it took \d+ ms to go on|nobody has caught up|in vain/,
  },
  {
    rule: "override connection: an idle connection is closed before the network forgets it",
    without: "the first login after a quiet hour waits until a request has timed out",
    edits: edit("src/kafka/corrections/link.ts", "this.#idleMs() >= this.#maxIdleMs();", "false;"),
    scenario: "connections that the network forgets while they are idle hold up nothing",
    failure: /in vain: the logins after the pause/,
  },
  {
    rule: "override moments: what kafkajs measures is not the time of day",
    without: "a clock that is set back stops the heartbeats for as long",
    edits: edit(
      install,
      "  for (const [path, property] of moments.corrects) moments.correctMoment(internal(path), property);\n",
    ),
    scenario: "a clock that jumps an hour back changes no result and stops no heartbeat",
    failure: /has lost its member/,
  },
];
