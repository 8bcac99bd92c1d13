import type { logCreator } from "kafkajs";
import type { Config } from "../config.ts";
import { FatalError } from "../errors.ts";
import type { KafkaSettings } from "../kafka/connection.ts";

/** How to reach Kafka, from the settings, and where kafkajs logs. */
export function kafkaSettings(config: Config, logCreator: logCreator): KafkaSettings {
  return { ...kafkaConnection(config), logCreator };
}

/** How to reach Kafka, from the settings, as plain data; reads the certificate files. */
export function kafkaConnection(config: Config): Omit<KafkaSettings, "logCreator"> {
  return {
    clientId: config.appId,
    brokers: config.brokers,
    sasl: saslOf(config),
    tls: !config.tls ? null : {
      ca: read("KAFKA_TLS_CA_FILE", config.tlsCaFile),
      cert: read("KAFKA_TLS_CERT_FILE", config.tlsCertFile),
      key: read("KAFKA_TLS_KEY_FILE", config.tlsKeyFile),
    },
  };
}

function saslOf(config: Config): KafkaSettings["sasl"] {
  const { saslMechanism: mechanism, saslUsername: username, saslPassword: password } = config;
  if (mechanism === null) return null;
  if (username === null || password === null) {
    throw new FatalError(
      `Cannot log in to Kafka with ${mechanism}: the user or the password is missing`,
      "set KAFKA_SASL_USERNAME, and KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE",
    );
  }
  return { mechanism, username, password };
}

function read(setting: string, path: string | null): string | null {
  if (path === null) return null;
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new FatalError(`Cannot read the file that ${setting} names`, `check ${setting}`, {
      cause: error,
    });
  }
}
