import type { ITopicMetadata, Kafka } from "kafkajs";
import { defaultTimeouts, kafkaConfig } from "../../src/kafka/connection.ts";
import { loadKafkajs } from "../../src/kafka/kafkajs.ts";
import { quietLog } from "../../src/kafka/quiet_log.ts";
import { withAdmin } from "../../src/kafka/topics.ts";
import { clusterSettings } from "../../src/stack/cluster_settings.ts";
import { claimDirectory } from "../../src/stack/directory.ts";
import { chooseBrokerPorts } from "../../src/stack/port.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import { KafkaBroker } from "./kafka_broker.ts";
import { isOutage } from "./outage.ts";
import { until } from "./until.ts";

/** The properties of a cluster. */
export interface ClusterOptions {
  /** Kafka's jars. */
  readonly classpath: string;
  /** Each of three brokers holds a copy of everything, and a write waits for two. */
  readonly brokers: 1 | 3;
  /** Properties of all brokers that differ from the usual ones. */
  readonly properties?: Readonly<Record<string, string>>;
}

// A broker that lives for a minute gains nothing from Java's better, slower compiler.
const javaOptions = ["-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
const settleTimeoutMs = 120_000;
const nobody = -1;

/** A test's own brokers: started on free ports, and deleted with their data at the end. */
export class KafkaCluster implements AsyncDisposable {
  readonly brokers: readonly KafkaBroker[];
  /** A client of all brokers. */
  readonly kafka: Kafka;
  readonly #owned: AsyncDisposableStack;

  private constructor(brokers: readonly KafkaBroker[], kafka: Kafka, owned: AsyncDisposableStack) {
    this.brokers = brokers;
    this.kafka = kafka;
    this.#owned = owned;
  }

  /** Starts the brokers together, because they wait for each other. */
  static async start(options: ClusterOptions): Promise<KafkaCluster> {
    await using started = new AsyncDisposableStack();
    const claim = { ephemeral: true, fresh: false };
    const home = started.use(await claimDirectory(projectPath(".stack"), claim));
    const brokers = await newBrokers(options, home.path);
    for (const broker of brokers) started.use(broker);
    await Promise.all(brokers.map((broker) => broker.start()));
    const { Kafka } = await loadKafkajs();
    const kafka = new Kafka(kafkaConfig({
      clientId: "cluster",
      brokers: brokers.map(({ address }) => address),
      sasl: null,
      tls: null,
      ...defaultTimeouts,
      logCreator: quietLog,
    }));
    return new KafkaCluster(brokers, kafka, started.move());
  }

  /** The addresses in the form of KAFKA_BROKERS. */
  get bootstrap(): string {
    return this.brokers.map(({ address }) => address).join(",");
  }

  /**
   * The broker with the active controller. Clients cannot ask for it, because brokers answer with any
   * broker in this field. So it is read from the file in which each broker keeps its last vote.
   */
  async controller(): Promise<KafkaBroker> {
    let leaderId = nobody;
    await until("the controllers have elected one", async () => {
      const votes = await Promise.all(this.brokers.map(readVote));
      leaderId = votes.toSorted((a, b) => b.leaderEpoch - a.leaderEpoch)[0]!.leaderId;
      return leaderId !== nobody;
    });
    return this.#broker(leaderId);
  }

  /** The leader of a partition. */
  async leaderOf(topic: string, partition: number): Promise<KafkaBroker> {
    let leaderId = nobody;
    await until(`${topic}[${partition}] has a leader`, async () => {
      const topics = await this.#metadata([topic]);
      leaderId = partitionsOf(topics).find(({ partitionId }) =>
        partitionId === partition
      )?.leader ?? nobody;
      return leaderId !== nobody;
    });
    return this.#broker(leaderId);
  }

  /** A broker that has a copy of a partition and does not lead it. */
  async followerOf(topic: string, partition: number): Promise<KafkaBroker> {
    const leader = await this.leaderOf(topic, partition);
    return this.brokers.find((broker) => broker !== leader)!;
  }

  /**
   * The coordinator of a group or of a transactional id: the leader of the partition of an internal
   * topic that Java's hash of the id selects.
   */
  async coordinatorOf(kind: "group" | "transaction", id: string): Promise<KafkaBroker> {
    const topic = kind === "group" ? "__consumer_offsets" : "__transaction_state";
    const { length } = partitionsOf(await this.#metadata([topic]));
    return await this.leaderOf(topic, partitionOfId(id, length));
  }

  /** Waits until all copies of all partitions are in sync. */
  async inSync(): Promise<void> {
    await until("every copy is complete", async () => {
      if (this.brokers.some(({ isDown }) => isDown)) throw new Error("a broker is down");
      const partitions = partitionsOf(await this.#metadata([]));
      return partitions.every(({ isr }) => isr.length === this.brokers.length);
    }, settleTimeoutMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }

  /**
   * The metadata of the given topics, or of all. kafkajs asks any broker that the others still list.
   * If that one was just killed, it gives up after a few attempts, and the others need seconds to
   * notice, so the request is repeated.
   */
  async #metadata(topics: string[]): Promise<readonly ITopicMetadata[]> {
    let found: readonly ITopicMetadata[] = [];
    await until("a broker tells who leads", async () => {
      try {
        ({ topics: found } = await withAdmin(
          this.kafka,
          (admin) => admin.fetchTopicMetadata({ topics }),
        ));
        return true;
      } catch (error) {
        if (isOutage(error)) return false;
        throw error;
      }
    });
    return found;
  }

  #broker(id: number): KafkaBroker {
    const found = this.brokers.find((broker) => broker.id === id);
    if (found === undefined) {
      throw new Error(`the cluster names ${id} where it should name a broker`);
    }
    return found;
  }
}

function partitionsOf(topics: readonly ITopicMetadata[]) {
  return topics.flatMap(({ partitions }) => partitions);
}

/** Java's `abs(id.hashCode()) % partitionCount`. */
function partitionOfId(id: string, partitionCount: number): number {
  let hash = 0;
  for (const unit of id.split("")) hash = (Math.imul(hash, 31) + unit.charCodeAt(0)) | 0;
  return Math.abs(hash) % partitionCount;
}

async function newBrokers(
  { classpath, brokers, properties = {} }: ClusterOptions,
  home: string,
): Promise<readonly KafkaBroker[]> {
  const logConfig = projectPath("stack/log4j2.properties");
  const shared = { classpath, logConfig, directory: home, properties, javaOptions };
  const ports = Array.from({ length: brokers }, chooseBrokerPorts);
  return await Promise.all(
    clusterSettings(shared, ports).map(async (settings) => {
      await Deno.mkdir(settings.directory);
      return new KafkaBroker(settings);
    }),
  );
}

async function readVote({ dataDirectory }: KafkaBroker): Promise<Vote> {
  return JSON.parse(await Deno.readTextFile(`${dataDirectory}/__cluster_metadata-0/quorum-state`));
}

/** The fields of a quorum-state file that identify the leader. */
interface Vote {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}
