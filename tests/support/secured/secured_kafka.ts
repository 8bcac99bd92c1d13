import type { Admin } from "kafkajs";
import { defaultTimeouts, kafkaConfig } from "../../../src/kafka/connection.ts";
import { loadKafkajs } from "../../../src/kafka/kafkajs.ts";
import { quietLog } from "../../../src/kafka/quiet_log.ts";
import { claimDirectory } from "../../../src/stack/directory.ts";
import { javaTool } from "../../../src/stack/java_tool.ts";
import { choosePorts } from "../../../src/stack/port.ts";
import { projectPath } from "../../../src/stack/project_path.ts";
import { KafkaBroker } from "../kafka_broker.ts";
import { type Acl, grant, revoke } from "./acl.ts";
import { type Certificate, CertificateAuthority, thisMachine } from "./certificates.ts";
import {
  type Listener,
  listenerNames,
  scramUsers,
  securedProperties,
  type Users,
} from "./listeners.ts";

/** The properties of a secured broker. */
export interface SecuredOptions {
  /** Kafka's jars. */
  readonly classpath: string;
  /** Users for SASL with any mechanism; letters, digits and dashes. */
  readonly users: Users;
  /** Properties that differ from the usual ones. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** How a client authenticates; on MTLS the certificate identifies it. */
export interface Login {
  readonly listener: Listener;
  readonly user: string;
  /** scram-sha-512 by default. */
  readonly mechanism?: "plain" | "scram-sha-256" | "scram-sha-512";
  /** The user's own by default. */
  readonly password?: string;
}

const javaOptions = ["-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

/** A test's own Kafka with authentication, in which users may do what ACLs allow. */
export class SecuredKafka implements AsyncDisposable {
  /** The broker, which a test may stop and start. */
  readonly broker: KafkaBroker;
  /** A client that may do everything. */
  readonly admin: Admin;
  /** The CA of the servers' certificates, trusted for clients' certificates, too. */
  readonly authority: CertificateAuthority;
  /** A CA that nothing here trusts. */
  readonly stranger: CertificateAuthority;
  /** The directory of all files, including those that clients must read. */
  readonly directory: string;
  readonly #options: SecuredOptions;
  readonly #ports: Readonly<Record<Listener, number>>;
  readonly #clients = new Map<string, Promise<Certificate>>();
  readonly #owned: AsyncDisposableStack;

  private constructor(parts: Parts, options: SecuredOptions, owned: AsyncDisposableStack) {
    this.broker = parts.broker;
    this.admin = parts.admin;
    this.authority = parts.authority;
    this.stranger = parts.stranger;
    this.directory = parts.directory;
    this.#ports = parts.ports;
    this.#options = options;
    this.#owned = owned;
  }

  /** Makes certificates and users, and starts the broker; takes about six seconds. */
  static async start(options: SecuredOptions): Promise<SecuredKafka> {
    await using started = new AsyncDisposableStack();
    const claim = { ephemeral: true, fresh: false };
    const { path: directory } = started.use(await claimDirectory(projectPath(".stack"), claim));
    const [authority, stranger] = await Promise.all([
      CertificateAuthority.create(`${directory}/authority`),
      CertificateAuthority.create(`${directory}/stranger`),
    ]);
    const [server, expired, elsewhere] = await Promise.all([
      authority.sign("server", { hosts: thisMachine }),
      authority.sign("expired-server", { hosts: thisMachine, days: -1 }),
      authority.sign("elsewhere", { hosts: ["DNS:elsewhere.example"] }),
    ]);
    const ports = choosePortsOf();
    const identity = { caFile: authority.caFile, server, expired, elsewhere };
    const broker = started.use(
      new KafkaBroker({
        classpath: options.classpath,
        logConfig: projectPath("stack/log4j2.properties"),
        directory,
        port: ports.PLAINTEXT,
        controllerPort: ports.CONTROLLER,
        properties: {
          ...securedProperties(ports, identity, options.users),
          ...options.properties,
        },
        formatOptions: scramUsers(options.users),
        javaOptions,
      }),
    );
    await broker.start();
    const admin = await connectAdmin(broker.address);
    started.defer(() => admin.disconnect());
    const parts = { broker, admin, authority, stranger, directory, ports };
    return new SecuredKafka(parts, options, started.move());
  }

  /** host:port of the listener on which everything is allowed. */
  get bootstrap(): string {
    return this.broker.address;
  }

  /** host:port of a listener with authentication. */
  address(listener: Listener): string {
    return `127.0.0.1:${this.#ports[listener]}`;
  }

  /** The settings with which programs log in; their files are in `directory`. */
  async environment(login: Login): Promise<Record<string, string>> {
    const { listener, user, mechanism = "scram-sha-512" } = login;
    const brokers = { KAFKA_BROKERS: this.address(listener) };
    const tls = { KAFKA_TLS: "true", KAFKA_TLS_CA_FILE: this.authority.caFile };
    if (listener === "MTLS") {
      const { certFile, keyFile } = await this.clientCertificate(user);
      return { ...brokers, ...tls, KAFKA_TLS_CERT_FILE: certFile, KAFKA_TLS_KEY_FILE: keyFile };
    }
    return {
      ...brokers,
      ...(listener !== "SASL_PLAINTEXT" && tls),
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: login.password ?? this.#options.users[user] ?? "",
    };
  }

  /** The certificate that identifies a client as `User:<name>` on the listener MTLS. */
  clientCertificate(name: string): Promise<Certificate> {
    const known = this.#clients.get(name) ?? this.authority.sign(name);
    this.#clients.set(name, known);
    return known;
  }

  /** Grants these operations to a user. */
  async grant(user: string, acls: readonly Acl[]): Promise<void> {
    await grant(this.admin, user, acls);
  }

  /** Revokes a grant of the same ACLs. */
  async revoke(user: string, acls: readonly Acl[]): Promise<void> {
    await revoke(this.admin, user, acls);
  }

  /** Sets the SCRAM password of a user, existing or new; takes four seconds of Java. */
  async setPassword(user: string, password: string): Promise<void> {
    // Kafka accepts one change of a user's credentials in a request.
    for (const mechanism of ["SCRAM-SHA-256", "SCRAM-SHA-512"]) {
      await this.#alterUser(user, `${mechanism}=[password=${password}]`);
    }
  }

  async #alterUser(user: string, setting: string): Promise<void> {
    const entity = ["--entity-type", "users", "--entity-name", user];
    const words = ["--alter", "--add-config", setting, ...entity];
    const { classpath } = this.#options;
    const args = ["--bootstrap-server", this.bootstrap, ...words];
    const tool = javaTool(classpath, "kafka.admin.ConfigCommand", args, { stdin: "null" });
    const { success, stderr } = await tool.output();
    if (!success) throw new Error(`kafka-configs failed:\n${new TextDecoder().decode(stderr)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }
}

type Ports = Readonly<Record<Listener | "PLAINTEXT" | "CONTROLLER", number>>;

interface Parts extends Pick<SecuredKafka, "broker" | "admin" | "authority" | "stranger"> {
  readonly directory: string;
  readonly ports: Ports;
}

function choosePortsOf(): Ports {
  const names = ["PLAINTEXT", "CONTROLLER", ...listenerNames] as const;
  const ports = new Set<number>();
  while (ports.size < names.length) {
    ports.add(choosePorts({ kafkaPort: null, registryPort: null }).kafka);
  }
  const found = [...ports];
  return Object.fromEntries(names.map((name, at) => [name, found[at]])) as Ports;
}

async function connectAdmin(address: string): Promise<Admin> {
  const { Kafka } = await loadKafkajs();
  const nobody = { sasl: null, tls: null, ...defaultTimeouts, logCreator: quietLog };
  const kafka = new Kafka(kafkaConfig({ clientId: "secured", brokers: [address], ...nobody }));
  const admin = kafka.admin();
  await admin.connect();
  return admin;
}
