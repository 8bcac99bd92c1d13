import type { AclEntry, Admin } from "kafkajs";

/** An operation that a user may perform on one resource, or on all with its name as a prefix. */
export interface Acl {
  readonly resource: "Topic" | "Group" | "Cluster" | "TransactionalId";
  /** For the cluster it is `kafka-cluster`. */
  readonly name: string;
  readonly pattern: "literal" | "prefixed";
  readonly operation:
    | "Read"
    | "Write"
    | "Create"
    | "Delete"
    | "Alter"
    | "Describe"
    | "ClusterAction"
    | "DescribeConfigs"
    | "AlterConfigs"
    | "IdempotentWrite";
}

// The numbers of Kafka's protocol.
const resourceTypes = { Topic: 2, Group: 3, Cluster: 4, TransactionalId: 5 } as const;
const patternTypes = { literal: 3, prefixed: 4 } as const;
const operations = {
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Alter: 7,
  Describe: 8,
  ClusterAction: 9,
  DescribeConfigs: 10,
  AlterConfigs: 11,
  IdempotentWrite: 12,
} as const;
const allow = 3;
const anyHost = "*";

/** Grants these operations to a user, from any host. */
export async function grant(admin: Admin, user: string, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return;
  await admin.createAcls({ acl: acls.map((acl) => entryOf(user, acl)) });
}

/** Revokes a grant of the same ACLs; throws if there was none. */
export async function revoke(admin: Admin, user: string, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return;
  const filters = acls.map((acl) => entryOf(user, acl));
  const { filterResponses } = await admin.deleteAcls({ filters });
  filterResponses.forEach(({ matchingAcls }, at) => {
    if (matchingAcls.length === 1) return;
    throw new Error(`${user} had no ${JSON.stringify(acls[at])}`);
  });
}

function entryOf(user: string, { resource, name, pattern, operation }: Acl): AclEntry {
  return {
    resourceType: resourceTypes[resource],
    resourceName: name,
    resourcePatternType: patternTypes[pattern],
    principal: `User:${user}`,
    host: anyHost,
    operation: operations[operation],
    permissionType: allow,
  } as AclEntry;
}
