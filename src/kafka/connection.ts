import type { KafkaConfig, logCreator } from "kafkajs";
import { type SocketFactory, socketFactory } from "./access/socket_factory.ts";
import type { TlsFiles } from "./access/tls_files.ts";
import { TlsSource } from "./access/tls_source.ts";
import { saslLogin, type SaslSettings } from "./sasl_login.ts";

/** How to connect to Kafka. All but the log is plain data that can be sent to a worker. */
export interface KafkaSettings {
  readonly clientId: string;
  readonly brokers: readonly string[];
  readonly sasl: SaslSettings | null;
  /** Null when TLS is off. */
  readonly tls: TlsFiles | null;
  /** How long a request may take before its connection counts as dead. */
  readonly requestTimeoutMs: number;
  /** How long a connection may be idle before it is closed. */
  readonly maxIdleMs: number;
  readonly logCreator: logCreator;
}

/** The default timeouts. */
export const defaultTimeouts = { requestTimeoutMs: 20_000, maxIdleMs: 180_000 } as const;

const connectionTimeoutMs = 5_000;

/**
 * How long before the end of a session (`connections.max.reauth.ms`) kafkajs logs in again. Its default
 * of ten seconds exceeds a short session: it would log in before each request, and a broker accepts
 * that only once per second.
 */
const reauthenticationThresholdMs = 2_000;

/**
 * The kafkajs configuration for these settings. kafkajs modifies its configuration, so this contains
 * only copies: the settings still have to be sent to workers.
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
    // kafkajs does not look into this object, but passes it to the socket factory unchanged.
    ...(settings.tls && { ssl: new TlsSource(settings.tls) as object }),
  };
}
