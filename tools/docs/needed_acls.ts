/** One ACL to grant; settings in its name stand for their values. */
export interface NeededAcl {
  readonly resource: "Topic" | "Group" | "TransactionalId";
  /** `INPUT_TOPIC`, `APP_ID-enrich`: settings in capitals. */
  readonly name: string;
  readonly pattern: "literal" | "prefixed";
  readonly operation: "Read" | "Write" | "Create" | "Describe" | "DescribeConfigs";
}

/** A command, and the ACLs without which it fails. */
export interface NeededAcls {
  /** The words after `deno task`. */
  readonly command: string;
  readonly acls: readonly NeededAcl[];
}

type Operations = readonly NeededAcl["operation"][];

const output = "OUTPUT_TOPIC";
const input = "INPUT_TOPIC";
const letters = "DLQ_TOPIC";
const deltas = "APP_ID-locale-deltas";
const counts = "APP_ID-locale-counts";
const ledger = "APP_ID-dlq-replays";
const groups = ["APP_ID-enrich", "APP_ID-count"] as const;
const ownIds = ["APP_ID-enrich-", "APP_ID-count-"] as const;

/**
 * The fewest ACLs of each command. An operation that another one includes is left out (Read and Write
 * include Describe). The tests grant these, and remove each one in turn.
 */
export function neededAcls(): readonly NeededAcls[] {
  return [
    {
      command: "create-topics",
      acls: [input, output, letters, deltas, counts, ledger]
        .flatMap((topic) => onTopic(topic, "Create", "Describe", "DescribeConfigs")),
    },
    {
      command: "start",
      acls: [
        ...onTopic(input, "Read", "DescribeConfigs"),
        ...[output, letters, deltas, counts]
          .flatMap((topic) => onTopic(topic, "Read", "Write", "DescribeConfigs")),
        ...groups.flatMap((group) => onGroup(group, "Read")),
        ...ownIds.map((prefix) => writing(prefix, "prefixed")),
      ],
    },
    { command: "generate", acls: onTopic(input, "Write") },
    { command: "consume", acls: onTopic(output, "Read") },
    { command: "consume --table", acls: onTopic(counts, "Read") },
    {
      command: "audit",
      acls: [
        ...[input, output, letters, deltas, counts]
          .flatMap((topic) => onTopic(topic, "Read", "DescribeConfigs")),
        ...groups.flatMap((group) => onGroup(group, "Describe")),
      ],
    },
    ...["dlq list", "dlq export"].map((command) => ({
      command,
      acls: [letters, ledger].flatMap((topic) => onTopic(topic, "Read")),
    })),
    {
      command: "dlq show",
      acls: [
        ...[letters, ledger].flatMap((topic) => onTopic(topic, "Read")),
        ...[input, deltas].flatMap((topic) => onTopic(topic, "Describe")),
        ...groups.flatMap((group) => onGroup(group, "Describe")),
      ],
    },
    {
      command: "dlq replay",
      acls: [
        ...onTopic(letters, "Read", "DescribeConfigs"),
        ...onTopic(ledger, "Read", "Write", "DescribeConfigs"),
        ...onTopic(input, "Write", "DescribeConfigs"),
        ...[output, deltas, counts].flatMap((topic) =>
          onTopic(topic, "Describe", "DescribeConfigs")
        ),
        ...groups.flatMap((group) => onGroup(group, "Describe")),
        writing("APP_ID-dlq-replay", "literal"),
      ],
    },
    {
      command: "recount",
      acls: [
        ...onTopic(input, "Read", "DescribeConfigs"),
        ...onTopic(letters, "Read", "DescribeConfigs"),
        ...onTopic(deltas, "Read", "DescribeConfigs"),
        ...[output, counts].flatMap((topic) => onTopic(topic, "Read", "Write", "DescribeConfigs")),
        ...groups.flatMap((group) => onGroup(group, "Read")),
        ...ownIds.map((prefix) => writing(prefix, "prefixed")),
      ],
    },
    {
      command: "settings",
      acls: [
        ...[input, deltas].flatMap((topic) => onTopic(topic, "Read", "DescribeConfigs")),
        ...[output, letters, counts].flatMap((topic) =>
          onTopic(topic, "Describe", "DescribeConfigs")
        ),
        ...groups.flatMap((group) => onGroup(group, "Read")),
        ...ownIds.map((prefix) => writing(prefix, "prefixed")),
      ],
    },
  ];
}

function onTopic(name: string, ...operations: Operations): NeededAcl[] {
  return operations.map((operation) => ({
    resource: "Topic",
    name,
    pattern: "literal",
    operation,
  }));
}

function onGroup(name: string, operation: "Read" | "Describe"): NeededAcl[] {
  return [{ resource: "Group", name, pattern: "literal", operation }];
}

function writing(name: string, pattern: NeededAcl["pattern"]): NeededAcl {
  return { resource: "TransactionalId", name, pattern, operation: "Write" };
}
