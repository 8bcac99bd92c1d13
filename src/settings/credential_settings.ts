import { onOff, secret, setting, text, word } from "./setting.ts";

/** How Kafka and the registry learn who comes, and how we know that it is they. */
export const credentialSettings = {
  saslMechanism: setting(
    "KAFKA_SASL_MECHANISM",
    null,
    word("plain", "scram-sha-256", "scram-sha-512"),
    "how to log in to Kafka: plain, scram-sha-256 or scram-sha-512, in either case",
  ),
  saslUsername: setting("KAFKA_SASL_USERNAME", null, text, "Kafka user"),
  saslPassword: secret("KAFKA_SASL_PASSWORD", "Kafka password"),
  tls: setting("KAFKA_TLS", "false", onOff, "whether to talk TLS to Kafka"),
  tlsCaFile: setting("KAFKA_TLS_CA_FILE", null, text, "PEM file of the authority to trust"),
  tlsCertFile: setting("KAFKA_TLS_CERT_FILE", null, text, "PEM file of the client certificate"),
  tlsKeyFile: setting("KAFKA_TLS_KEY_FILE", null, text, "PEM file of the client's private key"),
  registryUsername: setting("SCHEMA_REGISTRY_USERNAME", null, text, "registry user (basic auth)"),
  registryPassword: secret("SCHEMA_REGISTRY_PASSWORD", "registry password (basic auth)"),
  registryCaFile: setting(
    "SCHEMA_REGISTRY_CA_FILE",
    null,
    text,
    "PEM file of the authority to trust for the registry, besides the system's own",
  ),
};
