import { FatalError } from "../../errors.ts";

const login = "KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD (or KAFKA_SASL_PASSWORD_FILE)";
const client = "KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE";
const authority = "KAFKA_TLS_CA_FILE";

/** The broker rejects our credentials. */
export function loginRefusal(broker: string, said: string): FatalError {
  return new FatalError(`Kafka at ${broker} rejects the login: ${said}`, `check ${login}`);
}

/** The listener does not support our SASL mechanism. */
export function unknownMechanism(
  broker: string,
  mechanism: string,
  supported: readonly string[],
): FatalError {
  const known = supported.length === 0 ? "" : `; it supports ${supported.join(", ")}`;
  return new FatalError(
    `Kafka at ${broker} does not support SASL mechanism ${mechanism.toUpperCase()}${known}`,
    "set KAFKA_SASL_MECHANISM to one that it supports",
  );
}

/** The listener has no SASL, but we try to log in. */
export function unwantedLogin(broker: string): FatalError {
  return new FatalError(
    `Kafka at ${broker} does not accept logins on this port, but KAFKA_SASL_MECHANISM is set`,
    "set KAFKA_BROKERS to the port of the SASL listener, or unset KAFKA_SASL_*",
  );
}

/** The listener requires SASL, but we do not log in. */
export function missingLogin(broker: string, supported: readonly string[]): FatalError {
  return new FatalError(
    `Kafka at ${broker} requires a login; it supports ${supported.join(", ")}`,
    `set KAFKA_SASL_MECHANISM, ${login}`,
  );
}

/** The listener requires TLS, but we connect without it. */
export function missingTls(broker: string): FatalError {
  return new FatalError(
    `Kafka at ${broker} requires TLS, but KAFKA_TLS is not true`,
    `set KAFKA_TLS=true, and ${authority} if the system does not trust its CA`,
  );
}

/** The listener has no TLS, but we use it. */
export function unwantedTls(broker: string): FatalError {
  return new FatalError(
    `Kafka at ${broker} does not use TLS on this port, but KAFKA_TLS=true`,
    "set KAFKA_BROKERS to the port of the TLS listener, or set KAFKA_TLS=false",
  );
}

/** The certificate is for a different host. */
export function hostRefusal(broker: string, host: string): FatalError {
  return new FatalError(
    `The certificate of Kafka at ${broker} is not valid for ${host}`,
    "use the names in the brokers' certificates in KAFKA_BROKERS and advertised.listeners, or issue " +
      "certificates with the names in use (subjectAltName)",
  );
}

/** We do not accept the certificate, for a reason in Deno's words. */
export function certificateRefusal(broker: string, objection: string): FatalError {
  const subject = `The certificate of Kafka at ${broker}`;
  const end = /not valid after (\d+)/.exec(objection)?.[1];
  if (end !== undefined || /expired/i.test(objection)) {
    const when = end === undefined ? "" : ` on ${dateOf(end)}`;
    return new FatalError(
      `${subject} expired${when}`,
      "renew the broker's certificate (ssl.keystore.location), or check this machine's clock",
    );
  }
  const begin = /not valid before (\d+)/.exec(objection)?.[1];
  if (begin !== undefined) {
    return new FatalError(
      `${subject} is not valid before ${dateOf(begin)}`,
      "check this machine's clock and the broker's certificate (ssl.keystore.location)",
    );
  }
  return new FatalError(
    `${subject} is signed by a CA that is not trusted here (${reasonIn(objection)})`,
    `set ${authority} to the PEM file of the CA that signed it`,
  );
}

/** TLS alerts about a client's certificate. */
const aboutCertificates: readonly string[] = [
  "AccessDenied",
  "BadCertificate",
  "CertificateExpired",
  "CertificateRequired",
  "CertificateRevoked",
  "CertificateUnknown",
  "UnknownCA",
  "UnsupportedCertificate",
];
const aboutVersions: readonly string[] = ["ProtocolVersion", "InsufficientSecurity"];

/** The error for a TLS alert from the broker; null for an alert that says nothing about settings. */
export function alertRefusal(broker: string, alert: string, hasClient: boolean): FatalError | null {
  if (aboutVersions.includes(alert)) {
    return new FatalError(
      `Kafka at ${broker} and this program have no TLS version in common (${alert})`,
      "enable TLS 1.2 or 1.3 on the broker (ssl.enabled.protocols)",
    );
  }
  if (!hasClient && [...aboutCertificates, "HandshakeFailure"].includes(alert)) {
    return new FatalError(
      `Kafka at ${broker} requires a client certificate (${alert})`,
      `set ${client}`,
    );
  }
  if (!aboutCertificates.includes(alert)) return null;
  return new FatalError(
    `Kafka at ${broker} rejects the client certificate (${alert})`,
    `set ${client} to a certificate from a CA that the broker trusts (ssl.truststore.location)`,
  );
}

function reasonIn(objection: string): string {
  return objection.replace(/^.*invalid peer certificate: /, "").trim();
}

function dateOf(epochSeconds: string): string {
  return new Date(Number(epochSeconds) * 1000).toISOString();
}
