import { setting, wholeNumber } from "./setting.ts";

/** When a connection to Kafka counts as dead, and when as forgotten. */
export const patienceSettings = {
  requestTimeoutMs: setting(
    "KAFKA_REQUEST_TIMEOUT_MS",
    "20000",
    wholeNumber(1000, 600_000),
    "a request that Kafka has not answered by then closes its connection, and is sent on another",
  ),
  maxIdleMs: setting(
    "KAFKA_CONNECTIONS_MAX_IDLE_MS",
    "180000",
    wholeNumber(1000, 86_400_000),
    "a connection to Kafka that is idle for so long is closed; less than what the network, or the " +
      "broker, takes to forget it",
  ),
};
