import type { KafkaConfig, logCreator } from "kafkajs";
import { saslLogin, type SaslSettings } from "./sasl_login.ts";
import { type SocketFactory, socketFactory } from "./socket_factory.ts";
import type { TlsFiles } from "./tls_files.ts";
import { TlsSource } from "./tls_source.ts";

/** How to reach Kafka; plain data but for the log, which a worker can be given. */
export interface KafkaSettings {
  readonly clientId: string;
  readonly brokers: readonly string[];
  readonly sasl: SaslSettings | null;
  /** Null where TLS is off. */
  readonly tls: TlsFiles | null;
  /** How long a request may take before its connection counts as dead. */
  readonly requestTimeoutMs: number;
  /** How long a connection may be idle before it is closed. */
  readonly maxIdleMs: number;
  readonly logCreator: logCreator;
}

/** The times that hold where nobody sets others. */
export const usualTimes = { requestTimeoutMs: 20_000, maxIdleMs: 180_000 } as const;

const connectionTimeoutMs = 5_000;

/**
 * How long before the end of a session (`connections.max.reauth.ms`) kafkajs logs in again. Its own ten
 * seconds are more than a short session has: it would log in before each request, which a broker
 * refuses more than once a second.
 */
const reauthenticationThresholdMs = 2_000;

/**
 * The kafkajs configuration for these settings. kafkajs writes into what it is given, so nothing in
 * it is ours: the settings still have to be sent to workers.
 */
export function kafkaConfig(
  settings: KafkaSettings,
): KafkaConfig & { readonly connectionTimeout: number; readonly socketFactory: SocketFactory } {
  return {
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: settings.requestTimeoutMs,
    reauthenticationThreshold: reauthenticationThresholdMs,
    socketFactory: socketFactory(settings.maxIdleMs),
    logCreator: settings.logCreator,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    ...(settings.sasl && { sasl: saslLogin(settings.sasl) }),
    // kafkajs looks at nothing in it, and hands it to the socket factory as it is.
    ...(settings.tls && { ssl: new TlsSource(settings.tls) as object }),
  };
}
