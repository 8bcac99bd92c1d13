import type { AclEntry, Admin } from "kafkajs";

/** What somebody may do with one resource, or with all whose names begin with it. */
export interface Acl {
  readonly resource: "Topic" | "Group" | "Cluster" | "TransactionalId";
  /** Of the cluster it is `kafka-cluster`. */
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

// As Kafka's protocol numbers them.
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

/** Lets a user do these things, from anywhere. */
export async function grant(admin: Admin, user: string, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return;
  await admin.createAcls({ acl: acls.map((acl) => entryOf(user, acl)) });
}

/** Takes back what was granted in the same words; throws when there was no such grant. */
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
