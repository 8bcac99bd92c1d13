import type { logCreator } from "kafkajs";
import type { Config } from "../config.ts";
import type { KafkaSettings } from "../kafka/connection.ts";

/** How to reach Kafka, from the settings, and where kafkajs logs. */
export function kafkaSettings(config: Config, logCreator: logCreator): KafkaSettings {
  return { ...kafkaConnection(config), logCreator };
}

/** How to reach Kafka, from the settings, as plain data: files by their paths. */
export function kafkaConnection(config: Config): Omit<KafkaSettings, "logCreator"> {
  return {
    clientId: config.appId,
    brokers: config.brokers,
    requestTimeoutMs: config.requestTimeoutMs,
    maxIdleMs: config.maxIdleMs,
    sasl: saslOf(config),
    tls: tlsOf(config),
  };
}

function saslOf(config: Config): KafkaSettings["sasl"] {
  const { saslMechanism: mechanism, saslUsername: username, saslPassword: password } = config;
  if (mechanism === null || username === null || password === null) return null;
  return { mechanism, username, password, passwordFile: config.secretFiles.saslPassword ?? null };
}

function tlsOf({ tls, tlsCaFile, tlsCertFile, tlsKeyFile }: Config): KafkaSettings["tls"] {
  return tls ? { ca: tlsCaFile, cert: tlsCertFile, key: tlsKeyFile } : null;
}
