import type { KafkaConfig, logCreator } from "kafkajs";
import { saslLogin, type SaslSettings } from "./sasl_login.ts";
import { openSocket } from "./socket_factory.ts";
import type { TlsFiles } from "./tls_files.ts";
import { TlsSource } from "./tls_source.ts";

/** How to reach Kafka; plain data but for the log, which a worker can be given. */
export interface KafkaSettings {
  readonly clientId: string;
  readonly brokers: readonly string[];
  readonly sasl: SaslSettings | null;
  /** Null where TLS is off. */
  readonly tls: TlsFiles | null;
  readonly logCreator: logCreator;
}

const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 20_000;

/**
 * The kafkajs configuration for these settings. kafkajs writes into what it is given, so nothing in
 * it is ours: the settings still have to be sent to workers.
 */
export function kafkaConfig(settings: KafkaSettings): KafkaConfig & { connectionTimeout: number } {
  return {
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    logCreator: settings.logCreator,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    socketFactory: openSocket,
    ...(settings.sasl && { sasl: saslLogin(settings.sasl) }),
    // kafkajs looks at nothing in it, and hands it to the socket factory as it is.
    ...(settings.tls && { ssl: new TlsSource(settings.tls) as object }),
  };
}
