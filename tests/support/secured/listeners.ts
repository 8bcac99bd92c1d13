import type { Certificate } from "./certificates.ts";

/** Listeners of a secured broker; the listener decides how clients are authenticated. */
export type Listener = (typeof listenerNames)[number];

/** Names of users, and their passwords. */
export type Users = Readonly<Record<string, string>>;

/** The certificates that the listeners use and trust. */
export interface ServerIdentity {
  readonly caFile: string;
  /** For this machine. */
  readonly server: Certificate;
  /** Expired. */
  readonly expired: Certificate;
  /** For another machine. */
  readonly elsewhere: Certificate;
}

/** All listeners except the test's own, which requires no authentication. */
export const listenerNames = [
  "SASL_SSL",
  "SASL_PLAINTEXT",
  "MTLS",
  "TLS13",
  "EXPIRED",
  "ELSEWHERE",
] as const;

const loginModules = {
  plain: "org.apache.kafka.common.security.plain.PlainLoginModule",
  "scram-sha-256": "org.apache.kafka.common.security.scram.ScramLoginModule",
  "scram-sha-512": "org.apache.kafka.common.security.scram.ScramLoginModule",
};

const protocols = {
  SASL_SSL: "SASL_SSL",
  SASL_PLAINTEXT: "SASL_PLAINTEXT",
  MTLS: "SSL",
  TLS13: "SASL_SSL",
  EXPIRED: "SASL_SSL",
  ELSEWHERE: "SASL_SSL",
} as const;

/**
 * The properties of a broker with authentication and authorization. The plain listener, brokers and
 * controllers are User:ANONYMOUS, who may do everything; other users may do only what ACLs allow.
 */
export function securedProperties(
  ports: Readonly<Record<Listener | "PLAINTEXT" | "CONTROLLER", number>>,
  identity: ServerIdentity,
  users: Users,
): Record<string, string> {
  const at = (name: keyof typeof ports) => `${name}://127.0.0.1:${ports[name]}`;
  const forClients = ["PLAINTEXT" as const, ...listenerNames].map(at);
  const map = listenerNames.map((name) => `${name}:${protocols[name]}`);
  const properties: Record<string, string> = {
    listeners: [...forClients, at("CONTROLLER")].join(","),
    "advertised.listeners": forClients.join(","),
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": ["PLAINTEXT:PLAINTEXT", "CONTROLLER:PLAINTEXT", ...map]
      .join(","),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:ANONYMOUS",
    "allow.everyone.if.no.acl.found": "false",
    "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": identity.server.storeFile,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": identity.caFile,
    "ssl.principal.mapping.rules": "RULE:^CN=([^,]+).*$/$1/,DEFAULT",
    "listener.name.mtls.ssl.client.auth": "required",
    "listener.name.tls13.ssl.enabled.protocols": "TLSv1.3",
    "listener.name.tls13.ssl.protocol": "TLSv1.3",
    "listener.name.expired.ssl.keystore.location": identity.expired.storeFile,
    "listener.name.elsewhere.ssl.keystore.location": identity.elsewhere.storeFile,
  };
  for (const name of listenerNames.filter((name) => protocols[name].startsWith("SASL"))) {
    for (const [mechanism, loginModule] of Object.entries(loginModules)) {
      const known = mechanism === "plain" ? plainUsers(users) : "";
      properties[`listener.name.${name.toLowerCase()}.${mechanism}.sasl.jaas.config`] =
        `${loginModule} required${known};`;
    }
  }
  return properties;
}

/** The arguments that add the users to `kafka-storage format`, for SCRAM. */
export function scramUsers(users: Users): readonly string[] {
  return Object.entries(users).flatMap(([name, password]) =>
    ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
      "--add-scram",
      `${mechanism}=[name=${name},password=${password}]`,
    ])
  );
}

function plainUsers(users: Users): string {
  return Object.entries(users).map(([name, password]) => ` user_${name}="${password}"`).join("");
}
