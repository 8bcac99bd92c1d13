import type { KafkaConfig, logCreator, SASLOptions } from "kafkajs";
import { FatalError } from "../errors.ts";

/** How to reach Kafka; files are already read. */
export interface KafkaSettings {
  readonly clientId: string;
  readonly brokers: readonly string[];
  readonly sasl: {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    readonly username: string;
    readonly password: string;
  } | null;
  /** PEM texts; null where the system's own are used, or TLS is off. */
  readonly tls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
  } | null;
  readonly logCreator: logCreator;
}

const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 20_000;

/** The kafkajs configuration for these settings. */
export function kafkaConfig(settings: KafkaSettings): KafkaConfig & { connectionTimeout: number } {
  return {
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    logCreator: settings.logCreator,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    ...(settings.sasl && { sasl: settings.sasl as SASLOptions }),
    ...(settings.tls && { ssl: tlsOptions(settings.tls) }),
  };
}

function tlsOptions({ ca, cert, key }: NonNullable<KafkaSettings["tls"]>) {
  if ((cert === null) !== (key === null)) {
    throw new FatalError(
      "Cannot use half of a client certificate",
      "set both KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE, or none",
    );
  }
  return { ...(ca && { ca: [ca] }), ...(cert && key && { cert, key }) };
}
