import { firstProtocol } from "../kafka/first_protocol.ts";
import type { KafkajsCluster } from "../kafka/internals.ts";
import { secondProtocol } from "../kafka/second_protocol.ts";
import {
  type TransactionProtocol,
  type TransactionSupport,
  transactionSupport,
} from "../kafka/transaction_protocol.ts";
import { groupIdOf } from "../names.ts";
import { brokerScanMs } from "./settled_positions.ts";
import type { StageSettings } from "./stage_settings.ts";

/**
 * Chooses the version of the transaction protocol, and says why, by what the brokers support now: their
 * features can be raised and lowered while they run.
 */
export async function chooseProtocol<State, Change>(
  settings: StageSettings<State, Change>,
  cluster: KafkajsCluster,
): Promise<{ readonly protocol: TransactionProtocol; readonly text: string }> {
  const { appId, stage, transactionProtocol, transactionTimeoutMs } = settings;
  const support = await transactionSupport(cluster, groupIdOf(appId, stage.name));
  const { protocol, reason } = choiceOf(transactionProtocol, support);
  const seconds = Math.ceil((transactionTimeoutMs + brokerScanMs) / 1000);
  const waiting = support.canList ? [] : [
    "the brokers cannot list transactions (Kafka 3.0 and later can): after a crash, the next owner " +
    `waits up to ${seconds} s, and a missing end marker is not found; after a broker was stopped ` +
    "while logins were processed, check with: deno task audit",
  ];
  return { protocol, text: [reason, ...waiting].join("; ") };
}

/**
 * With several brokers, those of the second protocol wait for each other: each leader adds its partitions
 * to the transaction by itself, and the coordinator takes one at a time.
 */
export function choiceOf(
  wanted: StageSettings<unknown, unknown>["transactionProtocol"],
  { hasSecond, brokers }: TransactionSupport,
): { readonly protocol: TransactionProtocol; readonly reason: string } {
  if (wanted === "first") return { protocol: firstProtocol, reason: "TRANSACTION_PROTOCOL=first" };
  if (!hasSecond) {
    const reason =
      "the brokers do not have transaction.version 2 (Kafka 4.0), which saves two of five " +
      "requests";
    return { protocol: firstProtocol, reason };
  }
  if (wanted === "second") {
    return { protocol: secondProtocol, reason: "TRANSACTION_PROTOCOL=second" };
  }
  return brokers === 1
    ? { protocol: secondProtocol, reason: "one broker with transaction.version 2" }
    : { protocol: firstProtocol, reason: `it is the faster one with ${brokers} brokers` };
}
