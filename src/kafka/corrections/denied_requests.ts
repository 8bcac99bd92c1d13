import { FatalError } from "../../errors.ts";
import { denied, type Operation, refusalNamed, type Resource } from "../access/denied.ts";
import { errorType } from "../access/error_type.ts";
import { namesRefused } from "./answers.ts";

/** The operations that each request needs on resources (Kafka, "Authorization using ACLs"). */
const needs: Readonly<Record<string, Readonly<Partial<Record<Resource, Operation>>>>> = {
  metadata: { Topic: "Describe" },
  listOffsets: { Topic: "Describe" },
  fetch: { Topic: "Read" },
  produce: { Topic: "Write", TransactionalId: "Write", Cluster: "IdempotentWrite" },
  findGroupCoordinator: { Group: "Describe", TransactionalId: "Describe" },
  joinGroup: { Group: "Read" },
  syncGroup: { Group: "Read" },
  heartbeat: { Group: "Read" },
  leaveGroup: { Group: "Read" },
  offsetFetch: { Group: "Describe", Topic: "Describe" },
  offsetCommit: { Group: "Read", Topic: "Read" },
  describeGroups: { Group: "Describe" },
  createTopics: { Topic: "Create", Cluster: "Create" },
  createPartitions: { Topic: "Alter" },
  deleteTopics: { Topic: "Delete" },
  describeConfigs: { Topic: "DescribeConfigs", Cluster: "DescribeConfigs" },
  alterConfigs: { Topic: "AlterConfigs", Cluster: "AlterConfigs" },
  initProducerId: { TransactionalId: "Write", Cluster: "IdempotentWrite" },
  addPartitionsToTxn: { TransactionalId: "Write", Topic: "Write" },
  addOffsetsToTxn: { TransactionalId: "Write", Group: "Read" },
  txnOffsetCommit: { TransactionalId: "Write", Group: "Read", Topic: "Read" },
  endTxn: { TransactionalId: "Write" },
};

type Ask = (this: unknown, request: unknown) => Promise<unknown>;

/** The resource names that a kafkajs request may contain. */
interface NamingRequest {
  readonly groupId?: string;
  readonly groupIds?: readonly string[];
  readonly transactionalId?: string;
  readonly topics?: readonly NamedTopic[];
  readonly topicData?: readonly NamedTopic[];
  readonly resources?: readonly { readonly name: string }[];
}

type NamedTopic = string | { readonly topic: string };

/** The modules of kafkajs that this file corrects. */
export const corrects = {
  broker: "kafkajs/src/broker/index.js",
  brokerPool: "kafkajs/src/cluster/brokerPool.js",
} as const;

/**
 * Makes the error of an unauthorized request name the missing operation and the resource.
 *
 * The original says "Topic authorization failed" without naming the topic.
 */
export function nameRefusals(original: { readonly prototype: object }): void {
  const methods = original.prototype as Record<string, Ask>;
  for (const [name, needed] of Object.entries(needs)) {
    const ask = methods[name]!;
    methods[name] = async function (request) {
      try {
        return await ask.call(this, request);
      } catch (error) {
        throw denialOf(error, needed, request) ?? error;
      }
    };
  }
}

/** A request to one broker. */
export type Question = (found: unknown) => Promise<unknown>;

/** The part of kafkajs that sends a request to any broker. */
export interface BrokerPool {
  /** Resolves with null when no broker answered. */
  withBroker(question: Question): Promise<unknown>;
}

/**
 * Rethrows an authorization error of a request that any broker may answer.
 *
 * The original asks one broker after another and drops their errors. An unauthorized lookup of a
 * coordinator then looks like a coordinator that was not found, and is retried for ever.
 */
export function passRefusalsOn(original: { readonly prototype: BrokerPool }): void {
  const { withBroker } = original.prototype;
  original.prototype.withBroker = async function (question) {
    let refusal: unknown = null;
    const answer = await withBroker.call(this, async (found) => {
      try {
        return await question(found);
      } catch (error) {
        const isNamed = refusalNamed(errorType(error) ?? "") !== null;
        if (isNamed || error instanceof FatalError) refusal = error;
        throw error;
      }
    });
    if (answer === null && refusal !== null) throw refusal;
    return answer;
  };
}

function denialOf(
  error: unknown,
  needed: Readonly<Partial<Record<Resource, Operation>>>,
  request: unknown,
) {
  const refusal = refusalNamed(errorType(error) ?? "");
  const operation = refusal && needed[refusal.resource];
  if (!refusal || !operation) return null;
  const refused = namesRefused(error);
  const names = refused.length > 0 ? refused : namesIn(request, refusal.resource);
  return denied(refusal, operation, names);
}

function namesIn(request: unknown, resource: Resource): readonly string[] {
  const named: NamingRequest = Array.isArray(request) ? { topics: request } : request ?? {};
  const { groupId = "", groupIds = [groupId], transactionalId = groupId } = named;
  if (resource === "TransactionalId") return [transactionalId];
  if (resource === "Group") return groupIds;
  const topics = [...named.topics ?? [], ...named.topicData ?? []];
  const names = topics.map((topic) => typeof topic === "string" ? topic : topic.topic);
  return [...names, ...(named.resources ?? []).map(({ name }) => name)];
}
