import { setting, wholeNumber } from "./setting.ts";

/** When a connection to Kafka counts as dead, and when an idle one is closed. */
export const patienceSettings = {
  requestTimeoutMs: setting(
    "KAFKA_REQUEST_TIMEOUT_MS",
    "20000",
    wholeNumber(1000, 600_000),
    "timeout of one request to Kafka; its connection is then closed and the request sent again",
  ),
  maxIdleMs: setting(
    "KAFKA_CONNECTIONS_MAX_IDLE_MS",
    "180000",
    wholeNumber(1000, 86_400_000),
    "how long a connection to Kafka may be idle before it is closed; keep this below the idle " +
      "timeouts of the network and the brokers",
  ),
};
