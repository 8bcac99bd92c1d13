import { FatalError } from "../../errors.ts";
import { errorType, fatalIn } from "./error_type.ts";

/** A resource type of ACLs. */
export type Resource = "Topic" | "Group" | "TransactionalId" | "Cluster";

/** An operation of ACLs, as in `kafka-acls --operation`. */
export type Operation =
  | "Read"
  | "Write"
  | "Create"
  | "Alter"
  | "AlterConfigs"
  | "Delete"
  | "Describe"
  | "DescribeConfigs"
  | "IdempotentWrite";

/** A broker's error for a request that no ACL allows. */
export interface Refusal {
  readonly code: number;
  readonly type: string;
  readonly resource: Resource;
}

const refusals: readonly Refusal[] = [
  { code: 29, type: "TOPIC_AUTHORIZATION_FAILED", resource: "Topic" },
  { code: 30, type: "GROUP_AUTHORIZATION_FAILED", resource: "Group" },
  { code: 31, type: "CLUSTER_AUTHORIZATION_FAILED", resource: "Cluster" },
  { code: 53, type: "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", resource: "TransactionalId" },
];

const flags: Readonly<Record<Resource, string>> = {
  Topic: "--topic",
  Group: "--group",
  TransactionalId: "--transactional-id",
  Cluster: "--cluster",
};

/** The refusal of a Kafka error code; null for other codes. */
export function refusalOf(code: number): Refusal | null {
  return refusals.find((refusal) => refusal.code === code) ?? null;
}

/** The refusal of a Kafka error name; null for other names. */
export function refusalNamed(type: string): Refusal | null {
  return refusals.find((refusal) => refusal.type === type) ?? null;
}

/** The error about a missing ACL inside any wrapping by kafkajs; null if there is none. */
export function denialIn(error: unknown): FatalError | null {
  const fatal = fatalIn(error);
  return fatal !== null && refusalNamed(errorType(fatal) ?? "") !== null ? fatal : null;
}

/**
 * The fatal error for a missing ACL. A retry would be refused again until an operator grants it. The
 * error says which ACL, and how to grant it. It has the type of Kafka's error, which kafkajs checks,
 * and no cause, because kafkajs would throw the cause instead.
 */
export function denied(
  { type, resource }: Refusal,
  operation: Operation,
  names: readonly string[],
): FatalError {
  const what = operation.replaceAll(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase();
  const where = resource === "Cluster" ? "the Cluster" : `${resource} ${names.join(", ")}`;
  const error = new FatalError(
    `Kafka refused: no ${what} on ${where}`,
    `grant it and start again: kafka-acls --bootstrap-server BROKER --add --allow-principal ` +
      `User:NAME --operation ${operation} ${patternOf(resource, names)}; docs/acl.md lists what ` +
      "each command needs",
  );
  return Object.assign(error, { type });
}

/** Each member has its own transactional ids, so one grant has to cover all of them. */
function patternOf(resource: Resource, names: readonly string[]): string {
  if (resource === "Cluster") return flags.Cluster;
  const literal = names.map((name) => `${flags[resource]} ${name}`).join(" ");
  if (resource !== "TransactionalId") return literal;
  return `--resource-pattern-type prefixed ${literal.replace(/~.*$/, "")}`;
}
