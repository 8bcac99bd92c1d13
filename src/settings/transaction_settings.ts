import { setting, wholeNumber, word } from "./setting.ts";

/** How long Kafka waits for a process that may have crashed, and how transactions are written. */
export const transactionSettings = {
  sessionTimeoutMs: setting(
    "SESSION_TIMEOUT_MS",
    "10000",
    wholeNumber(6000, 1_800_000),
    "how long after a crash other members take over the partitions",
  ),
  transactionTimeoutMs: setting(
    "TRANSACTION_TIMEOUT_MS",
    "15000",
    wholeNumber(1000, 900_000),
    "longest time that consumers wait for the transaction of a crashed owner",
  ),
  transactionProtocol: setting(
    "TRANSACTION_PROTOCOL",
    "auto",
    word("auto", "first", "second"),
    "version of Kafka's transaction protocol: first, second (Kafka 4.0 and later), or auto",
  ),
};
