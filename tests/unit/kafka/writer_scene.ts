import { firstProtocol } from "../../../src/kafka/first_protocol.ts";
import { secondProtocol } from "../../../src/kafka/second_protocol.ts";
import type { Tracing } from "../../../src/kafka/tracing.ts";
import type { TransactionProtocol } from "../../../src/kafka/transaction_protocol.ts";
import { TransactionalWriter } from "../../../src/kafka/transactional_writer.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { type Asked, FakeCluster, type Script } from "../../support/fake_cluster.ts";
import { endIn } from "../../support/sent_requests.ts";

/** One record for facts[0]. */
export const outputs: readonly OutputRecord[] = [
  { topic: "facts", partition: 0, key: null, value: null, headers: [], timestamp: 1 },
];

/** One offset of group "g". */
export const offsets = {
  ...{ groupId: "g", memberId: "m", generation: 3, topic: "logins" },
  partitions: [{ partition: 0, offset: 41, memo: "" }],
};

/** Both protocols. */
export const protocols: readonly TransactionProtocol[] = [firstProtocol, secondProtocol];

/** What `facts[0]` answers. */
export function produced(code = 0): unknown {
  return [{ topic: "facts", partition: 0, code, baseOffset: code === 0 ? 5 : -1, records: [] }];
}

/** Answers of brokers that accept everything. */
export function accepting(asked: Asked): unknown {
  if (asked.name === "initProducerId") return { producerId: "7", producerEpoch: 0 };
  if (isAppend(asked)) return produced();
  if (isOffsets(asked)) return [0];
  return { code: 0, producerId: 7n, epoch: 1 };
}

/** An error of kafkajs' for a broker's answer. */
export function refusal(type: string): Error {
  return Object.assign(new Error(type), { type });
}

/** The error of kafkajs for a request whose connection has ended. */
export function lostConnection(): Error {
  return Object.assign(new Error("Closed connection"), { name: "KafkaJSConnectionClosedError" });
}

/** A writer, and the brokers that it asks. */
export interface WriterScene {
  readonly writer: TransactionalWriter;
  readonly cluster: FakeCluster;
  /** The requests so far, with the ways in which transactions should end. */
  readonly log: () => string[];
}

/** An open writer. The script answers instead of {@linkcode accepting} unless it returns undefined. */
export async function opened(
  protocol: TransactionProtocol,
  script: Script = () => undefined,
  transactionTimeoutMs = 10_000,
  tracing: Tracing | null = null,
): Promise<WriterScene> {
  const cluster = new FakeCluster(
    async (asked) => await script(asked) ?? accepting(asked),
    { facts: [1] },
  );
  const settings = { cluster, transactionalId: "id", transactionTimeoutMs, protocol, tracing };
  const writer = new TransactionalWriter({ ...settings, limits: new Map() });
  await writer.open();
  return { writer, cluster, log: () => cluster.asked.map(described) };
}

/** Whether a request appends records. */
export function isAppend({ name }: Asked): boolean {
  return name.startsWith("Produce");
}

/** Whether a request commits offsets. */
export function isOffsets({ name }: Asked): boolean {
  return name.startsWith("TxnOffsetCommit");
}

/** Whether a request ends a transaction. */
export function isEnd({ name }: Asked): boolean {
  return name === "endTxn" || name === "EndTxn 5";
}

/** Whether it ends it with a commit. */
export function isCommit(asked: Asked): boolean {
  return asked.name === "endTxn"
    ? (asked.request as { readonly transactionResult: boolean }).transactionResult
    : endIn(asked).isCommit;
}

function described(asked: Asked): string {
  if (isEnd(asked)) return isCommit(asked) ? "commit" : "abort";
  return asked.name;
}

/** Waits until all requests that can be sent now are sent. */
export async function sent(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
}
