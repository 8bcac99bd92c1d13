import type { KafkajsBroker } from "../../src/kafka/internals.ts";
import { internal } from "../../src/kafka/kafkajs.ts";
import { FakeCluster } from "./fake_cluster.ts";

/** A member's request to join, as kafkajs sends it. */
export interface JoinRequest {
  readonly memberId: string;
  readonly groupProtocols: readonly { readonly name: string; readonly metadata: unknown }[];
}

/** What a leader assigns, as kafkajs sends it. */
export interface SyncRequest {
  readonly generationId: number;
  readonly groupAssignment: readonly { readonly memberId: string }[];
}

/** A heartbeat, as kafkajs sends it. */
export interface Heartbeat {
  readonly memberId: string;
  readonly groupGenerationId: number;
}

/** A group of the topic "logins" with one real member, which is its leader, as kafkajs sees it. */
export class FakeGroup extends FakeCluster {
  readonly joins: JoinRequest[] = [];
  readonly syncs: SyncRequest[] = [];
  readonly heartbeats: Heartbeat[] = [];
  /** The partitions that the next sync assigns. */
  partitions: readonly number[] = [0, 1];
  /** The errors of the next heartbeats, one each. */
  heartbeatErrors: Error[] = [];
  /** What the answer to a sync waits for. */
  synced: Promise<void> = Promise.resolve();

  constructor() {
    super(() => undefined, { logins: [1, 1] });
  }

  override async findGroupCoordinator(
    question: { groupId: string; coordinatorType?: number },
  ): Promise<KafkajsBroker> {
    const broker = await super.findGroupCoordinator(question);
    return Object.assign(broker, {
      joinGroup: (request: JoinRequest) => Promise.resolve(this.#joined(request)),
      syncGroup: (request: SyncRequest) => this.#sync(request),
      heartbeat: (request: Heartbeat) => this.#beat(request),
    });
  }

  /** kafkajs calls it for each generation. */
  committedOffsets(): object {
    return {};
  }

  #joined(request: JoinRequest) {
    this.joins.push(request);
    const memberId = request.memberId || `member-${this.joins.length}`;
    const [{ name, metadata }] = request.groupProtocols as [JoinRequest["groupProtocols"][0]];
    return {
      ...{ memberId, leaderId: memberId, generationId: this.joins.length, groupProtocol: name },
      members: [{ memberId, memberMetadata: metadata }],
    };
  }

  async #sync(request: SyncRequest) {
    this.syncs.push(request);
    const { partitions } = this;
    await this.synced;
    const { MemberAssignment } = internal<{ MemberAssignment: Encoder }>(
      "kafkajs/src/consumer/assignerProtocol.js",
    );
    const assignment = { logins: partitions };
    return { memberAssignment: MemberAssignment.encode({ version: 0, assignment }) };
  }

  #beat(request: Heartbeat): Promise<void> {
    this.heartbeats.push(request);
    const error = this.heartbeatErrors.shift();
    return error === undefined ? Promise.resolve() : Promise.reject(error);
  }
}

interface Encoder {
  encode(assigned: object): unknown;
}
