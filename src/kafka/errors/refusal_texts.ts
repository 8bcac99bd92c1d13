import { FatalError } from "../../errors.ts";

const login = "KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD (or KAFKA_SASL_PASSWORD_FILE)";
const client = "KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE";
const authority = "KAFKA_TLS_CA_FILE";

/** The broker does not believe who we are. */
export function loginRefusal(broker: string, said: string): FatalError {
  return new FatalError(`Kafka at ${broker} refuses the login: ${said}`, `check ${login}`);
}

/** The listener has SASL, but not this mechanism. */
export function unknownMechanism(
  broker: string,
  mechanism: string,
  taken: readonly string[],
): FatalError {
  const known = taken.length === 0 ? "" : `; it takes ${taken.join(", ")}`;
  return new FatalError(
    `Kafka at ${broker} does not take the SASL mechanism ${mechanism.toUpperCase()}${known}`,
    "set KAFKA_SASL_MECHANISM to one that it takes",
  );
}

/** The listener has no SASL, and we want to log in. */
export function unwantedLogin(broker: string): FatalError {
  return new FatalError(
    `Kafka at ${broker} asks for no login on this port, but KAFKA_SASL_MECHANISM is set`,
    "give KAFKA_BROKERS the port of the listener with SASL, or unset KAFKA_SASL_*",
  );
}

/** The listener has SASL, and we do not log in. */
export function missingLogin(broker: string, taken: readonly string[]): FatalError {
  return new FatalError(
    `Kafka at ${broker} asks for a login; it takes ${taken.join(", ")}`,
    `set KAFKA_SASL_MECHANISM, and ${login}`,
  );
}

/** The listener has TLS, and we speak without. */
export function missingTls(broker: string): FatalError {
  return new FatalError(
    `Kafka at ${broker} speaks TLS, but KAFKA_TLS is not true`,
    `set KAFKA_TLS=true, and ${authority} where its authority is not one of the system's`,
  );
}

/** The listener has no TLS, and we speak it. */
export function unwantedTls(broker: string): FatalError {
  return new FatalError(
    `Kafka at ${broker} speaks no TLS on this port, but KAFKA_TLS=true`,
    "give KAFKA_BROKERS the port of the listener with TLS, or set KAFKA_TLS=false",
  );
}

/** The certificate is for another host. */
export function hostRefusal(broker: string, host: string): FatalError {
  return new FatalError(
    `The certificate of Kafka at ${broker} does not hold for ${host}`,
    "name the brokers in KAFKA_BROKERS and advertised.listeners as their certificates do, or give " +
      "them certificates with these names (subjectAltName)",
  );
}

/** We do not believe the certificate, for a reason in Deno's words. */
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
    `${subject} is of an authority that is not trusted here (${reasonIn(objection)})`,
    `give ${authority} the PEM file of the authority that signed it`,
  );
}

/** Alerts by which a broker says what it does not like about a client's certificate. */
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

/** The broker ends the handshake with an alert; null for one that says nothing about settings. */
export function alertRefusal(broker: string, alert: string, hasClient: boolean): FatalError | null {
  if (aboutVersions.includes(alert)) {
    return new FatalError(
      `Kafka at ${broker} and this program have no TLS version in common (${alert})`,
      "let the broker take TLS 1.2 or 1.3 (ssl.enabled.protocols)",
    );
  }
  if (!hasClient && [...aboutCertificates, "HandshakeFailure"].includes(alert)) {
    return new FatalError(
      `Kafka at ${broker} asks for a client certificate (${alert})`,
      `set ${client}`,
    );
  }
  if (!aboutCertificates.includes(alert)) return null;
  return new FatalError(
    `Kafka at ${broker} refuses the client certificate (${alert})`,
    `give ${client} a certificate of an authority that the broker trusts (ssl.truststore.location)`,
  );
}

function reasonIn(objection: string): string {
  return objection.replace(/^.*invalid peer certificate: /, "").trim();
}

function dateOf(epochSeconds: string): string {
  return new Date(Number(epochSeconds) * 1000).toISOString();
}
