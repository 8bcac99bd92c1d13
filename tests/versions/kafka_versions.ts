/** How the brokers of a version coordinate. */
export type Mode = "KRaft" | "ZooKeeper";

/** One version of Kafka that the pipeline is tested on. */
export interface KafkaVersion {
  readonly version: string;
  readonly mode: Mode;
  /** What it cannot do that later ones can, and the consequence; empty if nothing. */
  readonly without: string;
}

const anyTimestamp =
  "takes records of any timestamp unless `message.timestamp.after.max.ms` is set (4.0 refuses those " +
  "more than an hour ahead)";

/** From the newest to the oldest: the last release of each line that is still in use. */
export const kafkaVersions: readonly KafkaVersion[] = [
  { version: "4.3.1", mode: "KRaft", without: "" },
  { version: "4.0.2", mode: "KRaft", without: "" },
  { version: "3.9.2", mode: "KRaft", without: anyTimestamp },
  { version: "3.7.2", mode: "KRaft", without: anyTimestamp },
  {
    version: "3.4.1",
    mode: "KRaft",
    without: "takes records of any timestamp, and has no setting against it but " +
      "`message.timestamp.difference.max.ms`",
  },
  {
    version: "2.8.2",
    mode: "ZooKeeper",
    without:
      "cannot list transactions (ListTransactions and DescribeProducers came with 3.0): after a " +
      "crash, the next owner waits until the broker ends the open transaction, up to " +
      "`TRANSACTION_TIMEOUT_MS` and ten seconds more; an end marker that a broker omitted is not " +
      "found, and readers wait until an operator ends the transaction",
  },
];
