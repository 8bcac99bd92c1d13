import { FatalError } from "../../errors.ts";
import { errorType, fatalIn } from "./error_type.ts";

/** What an ACL is about. */
export type Resource = "Topic" | "Group" | "TransactionalId" | "Cluster";

/** What an ACL allows, as `kafka-acls --operation` has it. */
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

/** How a broker says that no ACL allows a request. */
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

/** The refusal that an error code of Kafka's protocol stands for; null for other codes. */
export function refusalOf(code: number): Refusal | null {
  return refusals.find((refusal) => refusal.code === code) ?? null;
}

/** The refusal that the name of an error stands for; null for other errors. */
export function refusalNamed(type: string): Refusal | null {
  return refusals.find((refusal) => refusal.type === type) ?? null;
}

/** The missing ACL that an error is about, however often kafkajs has wrapped it; null for others. */
export function denialIn(error: unknown): FatalError | null {
  const fatal = fatalIn(error);
  return fatal !== null && refusalNamed(errorType(fatal) ?? "") !== null ? fatal : null;
}

/**
 * The reason to end with when an ACL is missing: to ask again would be refused again, until somebody
 * grants it. Says which, and how. It has the type of Kafka's error, which kafkajs goes by, and no
 * cause: kafkajs would put that in its place.
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
    `grant it, and start again: kafka-acls --bootstrap-server BROKER --add --allow-principal ` +
      `User:NAME --operation ${operation} ${patternOf(resource, names)}; docs/acl.md lists what ` +
      "each command needs",
  );
  return Object.assign(error, { type });
}

/** Each partition has a transactional id of its own, so what mends one has to mend them all. */
function patternOf(resource: Resource, names: readonly string[]): string {
  if (resource === "Cluster") return flags.Cluster;
  const literal = names.map((name) => `${flags[resource]} ${name}`).join(" ");
  if (resource !== "TransactionalId") return literal;
  return `--resource-pattern-type prefixed ${literal.replace(/\d+$/, "")}`;
}
