import { onOff, secret, setting, text, word } from "./setting.ts";

/** How the program authenticates to Kafka and the registry, and which servers it trusts. */
export const credentialSettings = {
  saslMechanism: setting(
    "KAFKA_SASL_MECHANISM",
    null,
    word("plain", "scram-sha-256", "scram-sha-512"),
    "SASL mechanism for Kafka: plain, scram-sha-256 or scram-sha-512, in upper or lower case",
  ),
  saslUsername: setting("KAFKA_SASL_USERNAME", null, text, "Kafka user name"),
  saslPassword: secret("KAFKA_SASL_PASSWORD", "Kafka password"),
  tls: setting("KAFKA_TLS", "false", onOff, "whether to connect to Kafka over TLS"),
  tlsCaFile: setting("KAFKA_TLS_CA_FILE", null, text, "PEM file of the CA to trust for Kafka"),
  tlsCertFile: setting("KAFKA_TLS_CERT_FILE", null, text, "PEM file with the client certificate"),
  tlsKeyFile: setting("KAFKA_TLS_KEY_FILE", null, text, "PEM file with the client's private key"),
  registryUsername: setting(
    "SCHEMA_REGISTRY_USERNAME",
    null,
    text,
    "registry user name (basic auth)",
  ),
  registryPassword: secret("SCHEMA_REGISTRY_PASSWORD", "registry password (basic auth)"),
  registryCaFile: setting(
    "SCHEMA_REGISTRY_CA_FILE",
    null,
    text,
    "PEM file of a CA to trust for the registry, in addition to the system's CAs",
  ),
};
