import type { logCreator } from "kafkajs";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { RegistrySettings } from "../registry/http.ts";
import type { Config } from "../settings/config.ts";

/** How to connect to Kafka, from the settings, and where kafkajs logs. */
export function kafkaSettings(config: Config, logCreator: logCreator): KafkaSettings {
  return { ...kafkaConnection(config), logCreator };
}

/** How to connect to Kafka, from the settings, as plain data: files are given by path. */
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

/** How to connect to the registry, from the settings. */
export function registrySettings(config: Config): RegistrySettings {
  return {
    url: config.registryUrl,
    username: config.registryUsername,
    password: config.registryPassword,
    passwordFile: config.secretFiles.registryPassword ?? null,
    caFile: config.registryCaFile,
    timeoutMs: config.registryTimeoutMs,
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
